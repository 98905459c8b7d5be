import { Icon } from "../../ui/icon.tsx";
import { useDoorTexts } from "./texts.ts";
import type { DoorDay } from "./use-door.ts";

export type DoorView = "scanning" | "attendees";
const views: readonly DoorView[] = ["scanning", "attendees"];

interface HeadingShown {
  readonly day: DoorDay;
  readonly isLost: boolean;
  readonly waiting: number;
  readonly view: DoorView;
  readonly onView: (view: DoorView) => void;
}

/** Which store, how many are inside, whether there is a network, and what waits for one. */
export function DoorHeading({ day, isLost, waiting, view, onView }: HeadingShown) {
  const texts = useDoorTexts();
  const expected = day.attendees.filter(({ state }) => state !== "cancelled");
  const inside = expected.filter(({ state }) => state === "checked_in" || state === "completed");
  const people = (some: typeof expected) => some.reduce((sum, { partySize }) => sum + partySize, 0);
  return (
    <>
      <header className="tool-heading">
        <h1 tabIndex={-1}>{texts.titleOf(day.store.name)}</h1>
        <p className="sub">{texts.came(people(inside), people(expected))}</p>
        <p className={isLost ? "door-link lost" : "door-link"} role="status">
          <Icon name="network" size={18} />
          <span>{isLost ? texts.offline : texts.online}</span>
          {waiting > 0 && <b>{texts.waiting(waiting)}</b>}
        </p>
      </header>
      <fieldset className="door-views" aria-label={texts.views}>
        {views.map((each) => (
          <button key={each} type="button" aria-pressed={each === view} onClick={() => onView(each)}>
            {texts[each]}
          </button>
        ))}
      </fieldset>
    </>
  );
}
