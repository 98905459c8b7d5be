import type { PersonId } from "../../../shared/ids.ts";
import type { Database } from "../../platform/database/index.ts";

/** Where something is stored of a person ($1), what of it is theirs to read, and the newest so many ($2). */
const lists: Readonly<Record<string, string>> = {
  consents: `select kind, version, is_given as "isGiven", at from consent
    where person_id = $1 order by id desc limit $2`,
  sessions: `select browser, system, started_at as "startedAt", last_seen_at as "lastSeenAt", ended_at as "endedAt"
    from session where person_id = $1 order by started_at desc limit $2`,
  reservations: `select reservation.id, store.name as store, slot.starts_at as "startsAt", ticket,
      party_size as "partySize", state, reservation.created_at as "createdAt", cancelled_at as "cancelledAt",
      revised_at as "revisedAt", moved_to as "movedTo", removed_at as "removedAt", checked_in_at as "checkedInAt",
      seat_released as "seatReleased"
    from reservation join slot on slot.id = slot_id join store on store.id = store_id
    where person_id = $1 order by reservation.id desc limit $2`,
  entries: `select store.name as store, slot.starts_at as "startsAt", ticket, party_size as "partySize", state,
      joined_at as "joinedAt", offer_expires_at as "offerExpiresAt"
    from entry join slot on slot.id = slot_id join store on store.id = store_id
    where person_id = $1 order by joined_at desc limit $2`,
  messages: `select kind, slot_id as "slotId", ticket, created_at as "createdAt", due_at as "dueAt", tries, trouble,
      sent_at as "sentAt", settled_at as "settledAt", outcome, read_at as "readAt"
    from outbox where person_id = $1 order by id desc limit $2`,
  presence: "select until from presence where person_id = $1 limit $2",
  notificationSettings: `select kind, wants_mail as "wantsMail", wants_push as "wantsPush" from notification_setting
    where person_id = $1 order by kind limit $2`,
  pushDevices: "select endpoint, since from push_device where person_id = $1 order by id desc limit $2",
  follows: `select store.id, store.name, since from store_follow join store on store.id = store_id
    where person_id = $1 order by since desc limit $2`,
  shown: `select store.id as store, store.name, place, rank, reason, model_id::text as model, shown_at as "shownAt"
    from impression join store on store.id = store_id where person_id = $1 order by shown_at desc, rank limit $2`,
  opened: `select store.id as store, store.name, viewed_at as "openedAt", again_at as "againAt"
    from store_view join store on store.id = store_id where person_id = $1 order by viewed_at desc limit $2`,
  rooms: `select store_id as store, number, is_present as "isPresent",
      nullif(present_until, '-infinity') as "presentUntil", read_seq as "readTo",
      nullif(spoke_at, '-infinity') as "spokeAt", nullif(muted_until, '-infinity')::text as "mutedUntil"
    from room_guest where person_id = $1 order by store_id desc limit $2`,
  said: `select message.store_id as store, seq, kind, badge, text, at, hidden_at as "hiddenAt"
    from room_guest join message on message.store_id = room_guest.store_id and guest = number
    where person_id = $1 order by at desc limit $2`,
  reported: `select message_report.store_id as store, seq, reason, at, settled_at as "settledAt"
    from room_guest join message_report on message_report.store_id = room_guest.store_id and guest = number
    where person_id = $1 order by at desc limit $2`,
  mails: `select at, recipient, subject, text from mailbox where person_id = $1 order by id desc limit $2`,
  deeds: `select at, role, deed, subject, details, network from audit where person_id = $1 order by id desc limit $2`,
  deedsToMe: `select at, role, deed, subject from audit where id in (
      select id from audit where details ? 'person' and details ->> 'person' = $1::bigint::text
      union select id from audit where subject = 'person:' || $1::bigint::text
      union select audit.id from reservation join audit on subject = 'reservation:' || reservation.id
        where reservation.person_id = $1
      union select audit.id from room_guest join audit on subject = 'store:' || store_id
        where room_guest.person_id = $1 and (
          deed in ('guest-muted', 'guest-unmuted') and details ->> 'guest' = number::text
          or deed = 'message-hidden' and exists (select from message where message.store_id = room_guest.store_id
            and message.seq = (details ->> 'seq')::bigint and guest = number))
    ) order by id desc limit $2`,
  stores: `select id, name, bio, category, district, address, latitude, longitude, rules, starts_on as "startsOn",
      ends_on as "endsOn", opens_at as "opensAt", closes_at as "closesAt", time_zone as "timeZone",
      created_at as "createdAt", published_at as "publishedAt"
    from store where owner_id = $1 order by id desc limit $2`,
  pictures: `select store_id as store, '/posters/pictures/' || picture.name || '.webp' as address, made_at as "madeAt"
    from picture join store on store.id = store_id
    where owner_id = $1 and size = 'full' order by made_at desc limit $2`,
  worksAt: `select store.id, store.name, since from staff join store on store.id = store_id
    where person_id = $1 order by since desc limit $2`,
};

const profile = `select id, issuer, subject, name, email, phone_sealed as "phoneSealed", sex, birth_year as "birthYear",
    region, language, role, created_at as "createdAt", introduced_at as "introducedAt" from person where id = $1`;

/**
 * All that is stored of a person, read list after list, so that a copy holds one connection for reads and none of the
 * joins'. Presses are left out: they repeat answers and go after a day. So is what opens something: the keys of
 * sessions, and those that messages to a browser are sealed with.
 */
export async function copyOf(database: Database, person: PersonId, mostRows: number) {
  const read = (text: string, ...values: readonly unknown[]) =>
    database.read<Record<string, unknown>>({ text, values: [person, ...values] });
  const [about] = await read(profile);
  const found: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(lists)) found[name] = await read(text, mostRows);
  return { ...about, ...found };
}
