import { useLanguage } from "../../messages/use-messages.ts";
import { formatTime } from "../../ui/moments.ts";
import type { Conflict } from "./scan-queue.ts";
import { useDoorTexts, useRefusals } from "./texts.ts";

interface ConflictsShown {
  readonly conflicts: readonly Conflict[];
  readonly timeZone: string;
  readonly onDismiss: () => void;
}

/** Who was let in without a network and refused by the server afterwards; it stays until somebody has seen it. */
export function Conflicts({ conflicts, timeZone, onDismiss }: ConflictsShown) {
  const texts = useDoorTexts();
  const refusals = useRefusals();
  const language = useLanguage();
  const time = (moment: string) => formatTime(moment, timeZone, language);
  if (conflicts.length === 0) return null;
  return (
    <section className="door-conflicts" role="alert" aria-labelledby="door-conflicts-title">
      <h2 id="door-conflicts-title">{texts.conflicts}</h2>
      <p className="small">{texts.conflictsWhy}</p>
      <ul>
        {conflicts.map(({ key, party, scannedAt, problem, checkedInAt, checkedInBy }) => (
          <li key={key}>
            <b>{`${time(scannedAt)} ${party.name ?? texts.nameless}`}</b>
            {` · ${refusals[problem]}`}
            {checkedInAt !== null && checkedInBy !== null && ` ${texts.againBy(time(checkedInAt), checkedInBy)}`}
          </li>
        ))}
      </ul>
      <button className="button line" type="button" onClick={onDismiss}>
        {texts.dismiss}
      </button>
    </section>
  );
}
