import type { OpeningFrame } from "../../../shared/openings.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useOpeningTexts } from "./texts.ts";

/** The large figures: what happens this second, over all slots. */
export function NowFigures({ all }: { all: OpeningFrame["all"] }) {
  const { figure } = useMessages();
  const texts = useOpeningTexts();
  const shown = [
    { name: texts.joins, value: figure(Math.round(all.joinsPerSecond)), more: texts.joinedInAll(all.joined) },
    { name: texts.waiting, value: figure(all.waiting) },
    { name: texts.held, value: figure(all.held), more: texts.ofSeats(all.capacity) },
    { name: texts.left, value: figure(all.seatsLeft) },
    { name: texts.refusals, value: figure(Math.round(all.refusalsPerSecond)), more: texts.refusedInAll(all.refused) },
    { name: texts.p95, value: texts.ms(all.p95Ms) },
  ];
  return (
    <dl className="now-figures">
      {shown.map(({ name, value, more }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <b>{value}</b>
            {more !== undefined && <span>{more}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
