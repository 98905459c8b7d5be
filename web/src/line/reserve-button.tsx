import type { RefCallback } from "react";
import type { Slot } from "../../../shared/slots.ts";
import type { Messages } from "../messages/ko.ts";
import { useMessages } from "../messages/use-messages.ts";
import { seatsAtOnce } from "../slots/slot-stage.ts";
import type { Pressing } from "./use-press.ts";

/** The button takes a press this long before the opening; the press then waits for it. */
export const earlyMs = 2_000;

interface ReserveButtonState {
  readonly slot: Slot;
  readonly partySize: number;
  readonly inGroups: boolean;
  readonly opensInMs: number;
  readonly pressing: Pressing;
  readonly onPress: () => void;
  readonly ref: RefCallback<HTMLElement>;
}

/** One button under the thumb. It stays focusable while it waits, so that Enter works the moment it opens. */
export function ReserveButton({ onPress, ref, ...state }: ReserveButtonState) {
  const { slot, partySize, opensInMs, pressing } = state;
  const isShut = !slot.listOpen && !seatsAtOnce(slot, partySize);
  const isOff = opensInMs > earlyMs || pressing !== "idle" || isShut;
  const messages = useMessages();
  return (
    <button
      className="button primary wide"
      type="button"
      aria-disabled={isOff}
      ref={ref}
      onClick={() => {
        if (!isOff) onPress();
      }}
    >
      {labelOf(state, messages)}
    </button>
  );
}

function labelOf(
  { slot, partySize, inGroups, opensInMs, pressing }: Omit<ReserveButtonState, "onPress" | "ref">,
  { reserve, waiters }: Messages,
): string {
  if (pressing !== "idle") return reserve[pressing];
  if (opensInMs > earlyMs) return reserve.soon;
  if (seatsAtOnce(slot, partySize) || opensInMs > 0) return reserve.reserve;
  return reserve.wait(slot.waiting > 0 ? waiters(slot.waiting, inGroups) : null);
}
