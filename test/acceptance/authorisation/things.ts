import { randomUUID } from "node:crypto";
import type { World } from "../world.ts";
import { addMail, addModel, addOpening, addSession, speak } from "./added.ts";
import { type CallerName, everybody, roleOf } from "./people.ts";

/** What somebody has, by the names that addresses give it. */
export interface Things {
  readonly storeId: string;
  /** A slot with a free seat in which the side's visitor has the reservation. */
  readonly slotId: string;
  /** A draft that lacks nothing, and a published store in whose one time nobody has a place. */
  readonly draftId: string;
  readonly quietId: string;
  readonly quietSlotId: string;
  /** The name of a poster that was uploaded. */
  readonly picture: string;
  readonly reservationId: string;
  /** The place of that reservation. */
  readonly seatedEntryId: string;
  /** Another slot of the store with a free seat. */
  readonly otherSlotId: string;
  /** A place in another slot: an offer, so that it can be left, accepted and declined. */
  readonly entryId: string;
  readonly visitorId: string;
  /** Somebody who works at the store. */
  readonly personId: string;
  /** An invitation to work there that is open, and its code. */
  readonly invitationId: string;
  readonly code: string;
  /** A session of theirs on another device. */
  readonly sessionId: string;
  /** A message to the visitor, and a mail to them. */
  readonly notificationId: string;
  readonly mailId: string;
  /** What the QR code of a pass says whose slot begins soon, that slot, and somebody who was let in there. */
  readonly passText: string;
  readonly soonId: string;
  readonly checkInId: string;
  /** An opening of the store, whose report is stored. */
  readonly openingId: string;
  /** What was learned once and was live, of the whole house and nobody's. */
  readonly modelId: string;
  /** What the visitor said in the store's room, and who they are there. */
  readonly seq: string;
  readonly guest: string;
}

/** Ids of the right shape that nothing has. */
export const absent: Things = {
  storeId: "999999999",
  slotId: "999999999",
  draftId: "999999999",
  quietId: "999999999",
  quietSlotId: "999999999",
  picture: "AAAAAAAAAAAAAAAAAAAAAA",
  reservationId: "999999999",
  seatedEntryId: "999999999-1",
  otherSlotId: "999999999",
  entryId: "999999999-1",
  visitorId: "999999999",
  personId: "999999999",
  invitationId: "999999999",
  code: "AAAAAAAAAAAAAAAAAAAAAA",
  sessionId: randomUUID(),
  notificationId: "999999999",
  mailId: "999999999",
  passText: "popline:v1:999999999:R-0000-0000",
  soonId: "999999999",
  checkInId: "999999999",
  openingId: "999999999",
  modelId: "999999999",
  seq: "999999999",
  guest: "999999999",
};

/** Sessions of a side's people. */
export interface Side {
  readonly visitor: string;
  readonly visitorId: string;
  readonly host: string;
  readonly staff: string;
  readonly staffId: string;
}
export type Cookies = Readonly<Record<CallerName, string | undefined>>;

/** Everybody's session. */
export async function signEverybodyIn(world: World): Promise<{ cookies: Cookies; ids: Record<string, string> }> {
  const cookies: Record<string, string | undefined> = {};
  const ids: Record<string, string> = {};
  for (const caller of everybody) {
    if (caller === "nobody") continue;
    const cookie = await world.signIn(caller, roleOf[caller]);
    cookies[caller] = cookie;
    ids[caller] = String((await world.ask("GET", "/api/me", { cookie })).body.id);
  }
  return { cookies: cookies as Cookies, ids };
}

/** Asks and wants 2xx: the ground the matrix stands on. */
export async function must(
  world: World,
  method: "GET" | "POST" | "DELETE" | "PATCH",
  url: string,
  cookie: string,
  body?: unknown,
) {
  const answer = await world.ask(method, url, { cookie, ...(body === undefined ? {} : { body }) });
  if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A store of this side's host with one of everything for its visitor, and somebody who works there. */
export async function makeThings(world: World, side: Side): Promise<Things> {
  const { visitor, visitorId, host } = side;
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const opensAt = new Date(Date.now() - 60_000).toISOString();
  const days = { startsOn: day, endsOn: day, opensAt };
  const wish = { name: randomUUID(), category: "food", district: "성수", offerMinutes: 30, ...days };
  const store = await must(world, "POST", "/api/stores", host, wish);
  const slots = `/api/stores/${store.id}/slots`;
  const add = async (time: string, capacity: number) =>
    (await must(world, "POST", slots, host, { dates: [day], times: [time], capacity })).slotIds as string[];
  const [wide = ""] = await add("14:00", 20);
  const [narrow = ""] = await add("15:00", 1);
  const [otherSlotId = ""] = await add("16:00", 20);
  const [soon = ""] = await add("17:00", 20);

  const seated = await must(world, "POST", `/api/slots/${wide}/entries`, visitor, {});
  const ahead = await world.signIn(`먼저 ${randomUUID().slice(0, 8)}`);
  const first = await must(world, "POST", `/api/slots/${narrow}/entries`, ahead, {});
  const offered = await must(world, "POST", `/api/slots/${narrow}/entries`, visitor, {});
  await must(world, "POST", `/api/reservations/${first.reservationId}/cancel`, ahead);
  const storeId = String(store.id);
  return {
    storeId,
    slotId: wide,
    reservationId: String(seated.reservationId),
    seatedEntryId: String(seated.id),
    otherSlotId,
    entryId: String(offered.id),
    visitorId,
    sessionId: await addSession(world, visitorId),
    notificationId: await newestMessage(world, visitor),
    mailId: await addMail(world, visitorId),
    ...(await writeStores(world, storeId)),
    openingId: await addOpening(world, storeId),
    modelId: await addModel(world),
    ...(await speak(world, storeId, visitorId)),
    ...(await inviteStaff(world, storeId, side)),
    ...(await openDoor(world, soon, side)),
  };
}

/**
 * What only its host sees yet, lacking nothing, and what nobody has come to. In one statement: things are made more
 * often than anything else is asked here.
 */
const addStores = `with mine as (
    select owner_id, category, district, starts_on, ends_on, opens_at, closes_at from store where id = $1
  ), quiet as (
    insert into store (owner_id, category, district, starts_on, ends_on, opens_at, closes_at, name)
    select *, gen_random_uuid()::text from mine returning id
  ), draft as (
    insert into store (owner_id, category, district, starts_on, ends_on, opens_at, closes_at, name, address,
      published_at)
    select *, gen_random_uuid()::text, '성수이로 1', null from mine returning id
  ), time as (
    insert into slot (store_id, starts_at, ends_at)
    select id, now() + interval '3 days', now() + interval '73 hours' from (
      select id from draft union all select id from quiet) as both_stores returning id, store_id
  ), lined as (
    insert into slot_line (slot_id, capacity) select id, 10 from time
  ), hung as (
    insert into picture (name, size, store_id, made_at, bytes) values ($2, 'full', $1, now(), 'picture') returning name
  ) select draft.id as "draftId", quiet.id as "quietId", time.id as "quietSlotId", hung.name as picture
  from draft, quiet, hung, time where time.store_id = quiet.id`;

export async function writeStores({ database }: World, storeId: string) {
  const picture = randomUUID().replaceAll("-", "").slice(0, 22);
  const [made] = await database.query<Pick<Things, "draftId" | "quietId" | "quietSlotId" | "picture">>({
    ...{ text: addStores, values: [storeId, picture] },
  });
  return made as NonNullable<typeof made>;
}

/** A slot that begins in a quarter of an hour, with a pass of the visitor's, and a party that was let in. */
async function openDoor(world: World, soonId: string, { visitor, host }: Side) {
  const mine = await must(world, "POST", `/api/slots/${soonId}/entries`, visitor, {});
  const { code } = await must(world, "GET", `/api/reservations/${mine.reservationId}`, visitor);
  const text = `update slot set starts_at = now() + interval '15 minutes', ends_at = now() + interval '75 minutes'
    where id = $1`;
  await world.database.query({ text, values: [soonId] });
  const inside = await must(world, "POST", "/api/walk-ins", host, { slotId: soonId, partySize: 1 });
  return { soonId, passText: `popline:v1:${mine.reservationId}:${code}`, checkInId: String(inside.id) };
}

async function inviteStaff(world: World, storeId: string, { host, staff, staffId }: Side) {
  const url = `/api/stores/${storeId}/staff`;
  const used = await must(world, "POST", `${url}/invitations`, host);
  await must(world, "POST", url, staff, { code: used.code });
  const open = await must(world, "POST", `${url}/invitations`, host);
  return { personId: staffId, invitationId: String(open.id), code: String(open.code) };
}

async function newestMessage(world: World, visitor: string): Promise<string> {
  const { items } = await must(world, "GET", "/api/me/notifications", visitor);
  return String((items as { id: string }[])[0]?.id);
}
