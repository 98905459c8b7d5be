import { type LineChanged, lineChannel } from "../line/index.ts";
import type { Bus } from "../platform/bus/bus.ts";

/** Somebody who only waits is told nothing yet, and what another process did is sent by that. */
const leavesNoMessage = ({ people, isElsewhere }: LineChanged) =>
  isElsewhere === true ||
  (people.length > 0 && people.every(({ entry }) => entry?.state === "waitlisted" || entry?.state === "waiting"));

/** Calls when a line changed in a way that may have left messages. */
export function onMessages(bus: Pick<Bus, "subscribe">, hurry: () => void): void {
  bus.subscribe(lineChannel, (change) => {
    if (!leavesNoMessage(change as LineChanged)) hurry();
  });
}
