import { randomInt } from "node:crypto";
import type { Client } from "../crowd/client.ts";

/** Between the last sign-in and the opening, for whoever wants to stand in this line too. */
const opensInMs = 15_000;
/** It opens for whoever plays: nobody joins after any rehearsal's end, and the waiting list goes on as ever. */
const openForMs = 30 * 60_000;
const dayMs = 86_400_000;
const timeInSeoul = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "Asia/Seoul" });

export interface OpenedSlot {
  readonly slotId: string;
  readonly opensAt: string;
}

/** A store of the rehearsal's own, which no list shows, with one slot in three days, which opens in a moment. */
export async function openSlot(client: Client, seats: number): Promise<OpenedSlot> {
  const { cookie } = await client.signIn("리허설 무대", "host");
  const now = await serverNow(client);
  const day = new Date(now + 3 * dayMs).toISOString().slice(0, 10);
  const opensAt = new Date(now + opensInMs).toISOString();
  // Two rehearsals may begin in the same second, and each is a store of its own.
  const name = `리허설 ${timeInSeoul.format(now + opensInMs)} #${randomInt(1_000, 10_000)}`;
  const bio = "지어낸 방문자들이 한 버튼에 모이는 리허설이에요. 함께 눌러 보세요.";
  const store = {
    name,
    bio,
    category: "character",
    district: "성수",
    startsOn: day,
    endsOn: day,
    opensAt,
    closesAt: new Date(now + opensInMs + openForMs).toISOString(),
    isListed: false,
    largestParty: 1,
    // Its people press and look; none of them would answer an offer.
    offerMinutes: 0,
  };
  const made = await client.send("POST", "/api/stores", { cookie, body: store });
  const slots = { dates: [day], times: ["14:00"], capacity: seats };
  const added = await client.send("POST", `/api/stores/${made.body.id}/slots`, { cookie, body: slots });
  const [slotId] = (added.body.slotIds ?? []) as string[];
  if (slotId === undefined) throw new Error(`No slot could be made: ${JSON.stringify([made.body, added.body])}`);
  return { slotId, opensAt };
}

/** By the header that every answer has, to the second: this machine's clock may be another. */
async function serverNow(client: Client): Promise<number> {
  const { headers } = await client.send("GET", "/api/health/live");
  const now = Date.parse(String(headers.date));
  return Number.isNaN(now) ? Date.now() : now;
}

/** Seats and line as anybody may see them; null when there was no answer. */
export async function readSlot(client: Client, slotId: string) {
  const reply = await client.send("GET", `/api/slots/${slotId}`).catch(() => null);
  if (reply?.status !== 200) return null;
  const { held, waiting, opensAt, now } = reply.body;
  const remainingMs = Math.max(0, Date.parse(String(opensAt)) - Date.parse(String(now)));
  return { booked: Number(held), waiting: Number(waiting), remainingMs };
}
