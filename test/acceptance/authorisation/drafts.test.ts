import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { openLiveClient } from "../../services/live-client.ts";
import type { Method } from "../world.ts";
import { openGround } from "./ground.ts";
import { fill, type Ground } from "./judge.ts";
import { matrix } from "./matrix.ts";
import { type CallerName, everybody } from "./people.ts";
import { absent, type Things } from "./things.ts";
import { topicMatrix } from "./topic-matrix.ts";

const strangers = everybody.filter((caller) => caller !== "hostA");

let ground: Ground;
let draft: Things;
beforeAll(async () => {
  ground = await openGround();
  const { A } = ground.things;
  const text = "select id::text from slot where store_id = $1";
  const [slot] = await ground.world.database.query<{ id: string }>({ text, values: [A.draftId] });
  draft = { ...absent, storeId: A.draftId, draftId: A.draftId, quietId: A.draftId, slotId: slot?.id as string };
  // They worked there while it was published, before it became a draft again.
  const staff = "insert into staff select $1, person_id, now() from staff where store_id = $2";
  await ground.world.database.query({ text: staff, values: [A.draftId, A.storeId] });
});
afterAll(() => ground.world.close());

test("I11: a draft answers whoever is not its host as a store that is not there, on every route", async () => {
  const { world, cookies } = ground;
  const told: string[] = [];
  let asked = 0;
  for (const [key, promised] of Object.entries(matrix)) {
    const [method, url] = key.split(" ") as [Method, string];
    // Operators look into every line there is.
    if (!/:(storeId|slotId)/.test(url) || url.startsWith("/api/operations/")) continue;
    for (const caller of strangers) {
      const ask = async (things: Things) => {
        const { status, body } = await world.ask(method, fill(url, { door: [] }, things), {
          cookie: cookies[caller],
          body: promised.body?.({ ...ground.things.A, ...things }),
        });
        return JSON.stringify([status, body]);
      };
      asked += 1;
      const [here, nowhere] = [await ask(draft), await ask({ ...absent, draftId: absent.storeId })];
      if (here !== nowhere) told.push(`${key} by ${caller}: ${here}, not ${nowhere}`);
    }
  }
  expect(told).toEqual([]);
  expect(asked).toBeGreaterThan(200);
});

test("I11: a draft's times are listed to nobody but its host, and no cursor asks when one begins", async () => {
  const { world, cookies, things } = ground;
  const list = async (query: string, caller: CallerName) =>
    world.ask("GET", `/api/stores/${query}`, { cookie: cookies[caller] });
  expect((await list(`${draft.storeId}/slots`, "hostA")).body.items).toMatchObject([{ id: draft.slotId }]);
  for (const caller of strangers) {
    expect(await list(`${draft.storeId}/slots`, caller)).toMatchObject({ status: 404 });
    const after = await list(`${things.A.storeId}/slots?cursor=${draft.slotId}`, caller);
    expect(after).toMatchObject({ status: 400, body: { fields: ["cursor"] } });
  }
});

test("I11: nobody but its host follows what a draft has, operators and its staff neither", async () => {
  const url = ground.world.address;
  // Notices are followed whether there is such a store or not, and a draft has none.
  const followed = Object.entries(topicMatrix).flatMap(([topic, { names }]) =>
    names === undefined || topic === "notices" ? [] : [`${topic}:${draft[names]}`],
  );
  expect(followed).toHaveLength(3);
  for (const caller of strangers) await refusesAll(url, caller, followed);
});

async function refusesAll(url: string, caller: CallerName, topics: readonly string[]): Promise<void> {
  const cookie = ground.cookies[caller];
  const listener = await openLiveClient(url, cookie === undefined ? {} : { cookie });
  for (const [done, follow] of topics.entries()) {
    listener.say({ follow });
    const errors = () => listener.heard.filter(({ error }) => error !== undefined).length;
    await waitUntil(() => errors() > done, { what: `${follow} is refused to ${caller}` });
  }
  listener.close();
}
