import type { PushNote } from "../../../shared/push.ts";
import { letterOf } from "../mails/letter.ts";
import type { Facts } from "../ports.ts";

/** Characters of a host's words; a push has 4 KiB in all (RFC 8291), and a screen shows fewer. */
const mostQuoted = 300;

/**
 * What a device shows for a message. All about one ticket has one tag: "cancelled" takes the place of a "confirmed"
 * that is still shown, or that the push service still holds for a device that is off.
 */
export function noteOf(message: string, facts: Facts): PushNote {
  const { subject, lead, quote, action, language } = letterOf(facts, null);
  const { slotId, ticket } = facts;
  return {
    title: subject,
    body: quote === null ? lead : quote.slice(0, mostQuoted),
    path: action.path,
    tag: slotId === null ? `outbox-${message}` : `ticket-${slotId}-${ticket}`,
    language,
  };
}
