import { optionalKinds } from "../../../shared/notification-codes.ts";
import type { Reservation } from "../../../shared/reservations.ts";
import { passCalendar, passCodeOf } from "../../reservations/index.ts";
import type { Attachment, Facts, Mail } from "../ports.ts";
import { signUnsubscription } from "../unsubscription.ts";
import { letterOf } from "./letter.ts";
import { pageOf, textOf } from "./page.ts";

interface World {
  /** Where our pages are; asked for at each mail, as a demo learns it when it listens. */
  readonly origin: () => string;
  readonly secret: string;
  /** Whom mails come from: "Popline <no-reply@popline.example>". */
  readonly sender: string;
}

/** One line for a header, whatever a name holds. */
const oneLine = (text: string) => text.replace(/\p{Cc}+/gu, " ").trim();

const calendarMethods: Readonly<Partial<Record<Facts["kind"], "PUBLISH" | "CANCEL">>> = {
  confirmed: "PUBLISH",
  moved: "PUBLISH",
  cancelled: "CANCEL",
  "slot-closed": "CANCEL",
};

function calendarOf(facts: Facts, code: string): Attachment[] {
  const method = calendarMethods[facts.kind];
  const { eventId, storeName, district, storeAddress, startsAt, endsAt, timeZone, revision, revisedAt } = facts;
  if (method === undefined || eventId === null || startsAt === null || endsAt === null) return [];
  if (revision === null || revisedAt === null) return [];
  const state: Reservation["state"] = method === "CANCEL" ? "cancelled" : "confirmed";
  const place = { storeName, district, address: storeAddress };
  const event = { eventId, code, ...place, startsAt, endsAt, timeZone, state, revision, revisedAt };
  const text = passCalendar(event, method);
  return [{ name: "popline.ics", type: `text/calendar; charset=utf-8; method=${method}`, text }];
}

/** Writes the mail of a message. The same message has the same key each time. */
export function createComposer({ origin, secret, sender }: World) {
  return (message: string, facts: Facts): Mail => {
    const { kind, person, reservationId, address } = facts;
    const code = reservationId === null ? null : passCodeOf(reservationId, secret);
    const here = origin();
    const isOptional = (optionalKinds as readonly string[]).includes(kind);
    const token = isOptional ? signUnsubscription({ person, kind }, secret) : null;
    const unsubscribeUrl = token === null ? null : `${here}/api/notifications/unsubscribe?token=${token}`;
    const letter = letterOf(facts, code);
    const links = { origin: here, unsubscribe: unsubscribeUrl, sender };
    return {
      key: `outbox-${message}@${new URL(here).hostname}`,
      person,
      to: address ?? "",
      subject: oneLine(letter.subject),
      html: pageOf(letter, links),
      text: textOf(letter, links),
      attachments: code === null ? [] : calendarOf(facts, code),
      unsubscribeUrl,
    };
  };
}
