import type { Ref } from "react";
import type { Entry, OwnEntry } from "../../../shared/line.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { HereTime } from "../slots/here-time.tsx";
import { formatMoment } from "../ui/moments.ts";
import { rankOf } from "./rank.ts";
import { usePlaceTexts } from "./texts.ts";

interface RankContent {
  readonly at: Pick<OwnEntry, "storeName" | "startsAt" | "timeZone">;
  readonly entry: Entry;
  /** Named figures beside the rank; the ticket's number comes last. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** The rank may have fallen since. */
  readonly isOld: boolean;
  readonly titleRef?: Ref<HTMLHeadingElement>;
}

/** Where I stand: the store, the time and my rank, as large as it can be. */
export function RankSide({ at, entry, facts, isOld, titleRef = null }: RankContent) {
  const { figure, people } = useMessages();
  const { place } = usePlaceTexts();
  const language = useLanguage();
  const { storeName, startsAt, timeZone } = at;
  const rank = rankOf(entry);
  return (
    <section className={isOld ? "rank-side lost" : "rank-side"}>
      <h1 className="room-title" tabIndex={-1} ref={titleRef}>
        {storeName}
        <span>{`${formatMoment(startsAt, timeZone, language)}, ${people(entry.partySize)}`}</span>
      </h1>
      <HereTime moment={startsAt} timeZone={timeZone} />
      <p className="rank">
        <span>{place.mine}</span>
        <b>{figure(rank)}</b>
        <i>{place.rankUnit(rank)}</i>
      </p>
      <dl className="facts">
        {[...facts, { name: place.ticket, value: place.ticketNumber(entry.ticket) }].map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
