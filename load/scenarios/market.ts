import { randomInt } from "node:crypto";
import type { Client } from "../crowd/client.ts";
import type { Market } from "./person.ts";
import type { Scenario } from "./scenarios.ts";

const dayMs = 86_400_000;
/** As people type: the first two syllables of a name. */
const syllables = 2;

/** The stores that the server has, and one more whose times are pressed for, open from now on for two hours. */
export async function openMarket(client: Client, { slots, seats }: Scenario): Promise<Market> {
  const { cookie } = await client.signIn("부하 무대", "host");
  const now = Date.now();
  const day = new Date(now + 3 * dayMs).toISOString().slice(0, 10);
  const store = {
    name: `부하 시험 ${randomInt(100_000, 1_000_000)}`,
    bio: "지어낸 방문자들이 둘러보고 예약하는 부하 시험이에요.",
    category: "character",
    district: "성수",
    startsOn: day,
    endsOn: day,
    opensAt: new Date(now - 60_000).toISOString(),
    closesAt: new Date(now + 2 * 3_600_000).toISOString(),
    largestParty: 1,
    offerMinutes: 0,
  };
  const made = await client.send("POST", "/api/stores", { cookie, body: store });
  const times = Array.from({ length: slots }, (_, at) => `${10 + at}:00`);
  const added = await client.send("POST", `/api/stores/${made.body.id}/slots`, {
    cookie,
    body: { dates: [day], times, capacity: seats },
  });
  const slotIds = (added.body.slotIds ?? []) as string[];
  if (slotIds.length !== slots) throw new Error(`No slots could be made: ${JSON.stringify([made.body, added.body])}`);
  const listed = await client.send("GET", "/api/stores");
  const found = (listed.body.items ?? []) as { id: string; name: string }[];
  const words = [...new Set(found.map(({ name }) => name.slice(0, syllables)))];
  return { slotIds, storeIds: [...new Set([String(made.body.id), ...found.map(({ id }) => id)])], words };
}
