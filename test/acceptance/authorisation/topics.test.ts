import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { type Heard, openLiveClient } from "../../services/live-client.ts";
import { openGround } from "./ground.ts";
import type { Ground } from "./judge.ts";
import { type CallerName, everybody } from "./people.ts";
import { absent, makeThings, must } from "./things.ts";
import { topicMatrix } from "./topic-matrix.ts";

type Listener = Awaited<ReturnType<typeof openLiveClient>>;

let ground: Ground;
let url: string;
const listeners = new Map<CallerName, Listener>();
beforeAll(async () => {
  ground = await openGround();
  url = ground.world.address;
});
beforeEach(async () => {
  for (const listener of listeners.values()) listener.close();
  for (const caller of everybody) {
    const cookie = ground.cookies[caller];
    listeners.set(caller, await openLiveClient(url, cookie === undefined ? {} : { cookie }));
  }
});
afterAll(async () => {
  for (const listener of listeners.values()) listener.close();
  await ground.world.close();
});

const errorsOf = ({ heard }: Listener) => heard.flatMap(({ error }) => (error === undefined ? [] : [error.type]));

/** What was said before this has been answered: a socket is served in order. */
async function answered(listener: Listener): Promise<void> {
  const before = errorsOf(listener).length;
  listener.say({ follow: "no-such-topic" });
  await waitUntil(() => errorsOf(listener).length > before, { what: "the socket has answered" });
}

test("I11: every live topic is in the matrix, and every line of it is a topic", () => {
  expect([...ground.world.topics()].sort()).toEqual(Object.keys(topicMatrix).sort());
});

test.each(Object.entries(topicMatrix))(
  "I11, D11: who may follow %s is told so, the others are refused",
  async (topic, { door, names }) => {
    const followed = names === undefined ? topic : `${topic}:${ground.things.A[names]}`;
    const found = new Map<CallerName, string | null>();
    for (const [caller, listener] of listeners) {
      listener.say({ follow: followed });
      await answered(listener);
      const [first] = errorsOf(listener);
      found.set(caller, first === "/problems/not-found" ? null : (first ?? null));
    }
    const promised = everybody.map((caller) => [caller, door.includes(caller) ? null : "/problems/sign-in-needed"]);
    expect([...found]).toEqual(promised);
  },
);

test("I11: what happens to A's entries is told to A alone; what happens to a slot to whoever follows it", async () => {
  const things = await makeThings(ground.world, ground.sides.A);
  const text = "곧 열어요.";
  await must(ground.world, "POST", `/api/stores/${things.storeId}/notices`, ground.sides.A.host, { text });
  for (const [topic, { names, door }] of Object.entries(topicMatrix)) {
    const followed = names === undefined ? topic : `${topic}:${things[names]}`;
    for (const caller of door) listeners.get(caller)?.say({ follow: followed });
  }
  for (const listener of listeners.values()) {
    await listener.until(({ slot }) => slot?.id === things.slotId, "that it follows the slot");
  }
  await must(ground.world, "DELETE", `/api/entries/${things.entryId}`, ground.sides.A.visitor);
  const { heard } = listeners.get("visitorA") as Listener;
  await waitUntil(() => heard.some(({ entry }) => entry?.id === things.entryId), { what: "A hears of it" });
  for (const caller of ["hostA", "staffA", "operator"] as const) {
    await listeners.get(caller)?.until(({ opening }) => opening?.storeId === things.storeId, "the opening");
  }
  for (const caller of ["visitorA", "visitorB", "staffB", "hostB"] as const) {
    const listener = listeners.get(caller) as Listener;
    await waitUntil(() => errorsOf(listener).includes("/problems/not-found"), { what: "a stranger is let go" });
  }
  for (const listener of listeners.values()) {
    await listener.until(({ notice }) => notice !== undefined, "the notice");
    await listener.until(({ message }) => message?.room === things.storeId, "what was said in the room");
  }
  for (const listener of listeners.values()) await answered(listener);
  const told = (what: (heard: Heard) => boolean) => everybody.filter((one) => listeners.get(one)?.heard.some(what));
  expect(told(({ entry }) => entry?.id === things.entryId)).toEqual(topicMatrix.me?.told);
  expect(told(({ slot }) => slot?.id === things.slotId)).toEqual(topicMatrix.slot?.told);
  expect(told(({ opening }) => opening !== undefined)).toEqual(topicMatrix.opening?.told);
  expect(told(({ message }) => message?.room === things.storeId)).toEqual(topicMatrix.room?.told);
  expect(told(({ notice }) => notice?.storeId === things.storeId)).toEqual(topicMatrix.notices?.told);
});

test("I11: a slot that is not there is refused as absent, a topic of no kind too", async () => {
  const listener = listeners.get("visitorA") as Listener;
  const otherNames = [`slot:${ground.things.A.slotId}:x`, "me:", "me:1"];
  for (const topic of [
    `slot:${absent.slotId}`,
    "slot:",
    "slot:1 or 1=1",
    "opening:",
    "opening:x",
    "nothing:1",
    "",
    ...otherNames,
  ]) {
    const before = errorsOf(listener).length;
    listener.say({ follow: topic });
    await waitUntil(() => errorsOf(listener).length > before, { what: `${topic} is refused` });
  }
  expect(new Set(errorsOf(listener))).toEqual(new Set(["/problems/not-found"]));
});

test("a slot that is not there takes no place on a socket: asked for again, it is refused again", async () => {
  const window = await openLiveClient(url);
  for (let asked = 1; asked <= 3; asked += 1) {
    window.say({ follow: `slot:${absent.slotId}` });
    await waitUntil(() => errorsOf(window).length === asked, { what: `refusal ${asked}` });
  }
  expect(new Set(errorsOf(window))).toEqual(new Set(["/problems/not-found"]));
  window.close();
});

test("a socket opened with the cookie of a session that ended is nobody's", async () => {
  const cookie = await ground.world.signIn("gone soon");
  await must(ground.world, "POST", "/api/auth/sign-out", cookie);
  const late = await openLiveClient(url, { cookie });
  late.say({ follow: "me" });
  await waitUntil(() => errorsOf(late).includes("/problems/sign-in-needed"), { what: "nobody's socket is refused" });
  late.close();
});
