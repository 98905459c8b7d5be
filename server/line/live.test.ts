import { expect, test } from "vitest";
import type { EntryState } from "../../shared/line.ts";
import type { SlotFrame } from "../../shared/live.ts";
import { nobodyHears, openLine, slot, sweepMs } from "../../test/services/line-live.ts";
import type { Follower } from "../platform/live/index.ts";
import { lookEveryMs } from "./live.ts";

type Topics = ReturnType<typeof openLine>["topics"];

function gather(topics: Topics, followers: number, name: string = slot): void {
  for (let at = 0; at < followers; at += 1) topics.get("slot")?.followed(name, { ...nobodyHears }, null);
}

/** How often each of the followers heard of the slot in 10 s in which something is new at every look. */
async function timesHeard({ becomes, hint, look, sent }: ReturnType<typeof openLine>, followers: number) {
  const before = sent();
  for (let elapsedMs = 0; elapsedMs < 10_000; elapsedMs += lookEveryMs) {
    becomes({});
    hint();
    await look();
  }
  return (sent() - before) / followers;
}

test.each([
  [10, 40],
  [7_500, 20],
  [20_000, 7.5],
])("P5: %d followers hear %d times in 10 s: 15,000 messages a second, four of a slot", async (followers, times) => {
  const line = openLine({});
  gather(line.topics, followers);
  const heard = await timesHeard(line, followers);
  expect(heard).toBeLessThanOrEqual(times + 1);
  expect(heard).toBeGreaterThanOrEqual(0.8 * times);
});

test("UX, a change shows within 2 s: who follows slots where nothing happens slows nobody down", async () => {
  const line = openLine({});
  for (const quiet of ["6", "7", "8", "9"]) gather(line.topics, 7_500, quiet);
  gather(line.topics, 7_500);
  await line.look();
  await line.look(sweepMs);
  await line.look(sweepMs);
  expect(await timesHeard(line, 7_500)).toBeGreaterThanOrEqual(0.8 * 20);
});

test("UX, a change shows within 2 s: all 20,000 sockets looking at 18 slots that all change", async () => {
  const line = openLine({});
  const crowd = Array.from({ length: 20_000 }, () => ({ ...nobodyHears }));
  const day = Array.from({ length: 18 }, (_, at) => String(100 + at));
  for (const name of day) line.busySlots.add(name);
  for (const name of day) for (const follower of crowd) line.topics.get("slot")?.followed(name, follower, null);
  const times = await timesHeard(line, 20_000);
  expect(times).toBeGreaterThanOrEqual(6);
  expect(times).toBeLessThanOrEqual(8.5);
  expect(line.messages()).toBe(18 * line.sent());
});

test("UX, a change shows within 2 s: the last before a pause is told as soon as it may be", async () => {
  const line = openLine({});
  gather(line.topics, 7_500);
  await line.look();
  line.becomes({});
  line.hint();
  await line.look(245);
  expect(line.sent()).toBe(7_500);
  // Half a second for 7,500, less what a timer is early.
  await line.look(246);
  expect(line.sent()).toBe(15_000);
});

test("S23: who gets a place or loses one hears of it in the next look, while the crowd is still to wait", async () => {
  const line = openLine({ a: "waitlisted", b: "waitlisted" });
  gather(line.topics, 20_000);
  await line.look();
  line.hint();
  const before = line.sent();
  line.becomes({ a: "confirmed" }, [1]);
  await line.look();
  line.hint();
  line.becomes({ b: "offered" }, [2]);
  await line.look();
  expect(line.heard).toEqual({ a: ["confirmed"], b: ["offered"] });
  expect(line.sent()).toBe(before);
  for (let times = 0; times < 6; times += 1) await line.look();
  expect(line.sent()).toBe(before + 20_000);
  expect(line.heard).toEqual({ a: ["confirmed"], b: ["offered"] });
  expect(line.gone()).toEqual([1, 2]);
});

test("S23: one's own news does not wait until a crowd was written to, which hears more only then", async () => {
  const line = openLine({ a: "waitlisted" });
  gather(line.topics, 100);
  await line.look();
  const write = line.hold();
  await line.change({});
  expect(line.sent()).toBe(200);
  line.becomes({ a: "confirmed" }, [1]);
  line.hint();
  await line.look();
  expect(line.heard).toEqual({ a: ["confirmed"] });
  expect(line.sent()).toBe(200);
  write();
  await line.look();
  expect(line.sent()).toBe(300);
  expect(line.gone()).toEqual([1]);
});

test("a slot that is gone is refused after what is still being written about it, not in between", async () => {
  const line = openLine({});
  const refused: number[] = [];
  line.topics.get("slot")?.followed(slot, { ...nobodyHears, drop: () => refused.push(line.sent()) }, null);
  await line.look();
  const write = line.hold();
  await line.change({});
  line.missing.add(slot);
  line.hint();
  await line.look();
  expect(refused).toEqual([]);
  write();
  for (let times = 0; times < 2; times += 1) await line.look();
  expect(refused).toEqual([2]);
});

test("a crowd that could not be written to hears of the next change", async () => {
  const line = openLine({});
  gather(line.topics, 10);
  line.failing.add("deliver");
  await line.look();
  await line.change({});
  expect(line.failing.size).toBe(0);
  expect(line.sent()).toBe(20);
});

test("TRUST: of who has left nothing is kept: their slots are not read and nobody counts as present", async () => {
  const line = openLine({ a: "waitlisted", b: "waiting" });
  const follower = { ...nobodyHears };
  line.topics.get("slot")?.followed("6", follower, null);
  await line.look();
  await line.keepPresence();
  expect(new Set(line.kept)).toEqual(new Set(["a", "b"]));
  expect(line.reads.flat()).toEqual(expect.arrayContaining([slot, "6"]));

  line.topics.get("slot")?.unfollowed("6", follower);
  for (const leave of line.leave) leave();
  for (const list of [line.kept, line.reads]) list.length = 0;
  await line.look(sweepMs);
  await line.keepPresence();
  expect(line.kept).toEqual([]);
  expect(line.reads).toEqual([]);
});

test("here are people: several windows count once until the last closes, a stranger each socket", async () => {
  const { look, topics, here } = openLine({});
  const window = (id: string | null) => {
    const caller = id === null ? null : ({ id } as Follower["caller"]);
    return { caller, send: () => undefined, sendFrame: () => undefined, drop: () => undefined };
  };
  const [first, second, other, stranger] = [window("1"), window("1"), window("2"), window(null)];
  async function hereAfter(does: "followed" | "unfollowed", ...followers: Follower[]): Promise<number> {
    for (const follower of followers) topics.get("slot")?.[does](slot, follower, null);
    await look(sweepMs);
    return here();
  }
  expect(await hereAfter("followed", first, first, second)).toBe(1);
  expect(await hereAfter("followed", other, stranger, window(null))).toBe(4);
  expect(await hereAfter("unfollowed", first)).toBe(4);
  expect(await hereAfter("unfollowed", second, second, stranger)).toBe(2);
});

test("whoever follows a slot that is known already is told at once, and nobody else is told again", async () => {
  const { becomes, look, topics, sent } = openLine({});
  const told: SlotFrame[] = [];
  const send = (text: string) => told.push(JSON.parse(text).slot);
  const follow = () =>
    topics.get("slot")?.followed(slot, { caller: null, send, sendFrame: () => undefined, drop: () => undefined }, null);
  follow();
  expect(told, "nothing was read of it yet").toEqual([]);
  becomes({}, [1]);
  await look(sweepMs);
  const before = sent();
  follow();
  expect(told).toMatchObject([{ id: slot, rev: 2, capacity: 9, gone: [], here: 2 }]);
  expect(sent()).toBe(before);
});

test("a clock that is set back by an hour silences nobody", async () => {
  const { becomes, look, topics, sent } = openLine({});
  gather(topics, 1);
  await look(7_200_000);
  const before = sent();
  becomes({});
  await look(-3_600_000);
  await look();
  expect(sent()).toBe(before + 1);
});

test("a clock that is set back while a crowd is written to silences nobody either", async () => {
  const line = openLine({});
  gather(line.topics, 1);
  await line.look(7_200_000);
  const write = line.hold();
  await line.change({});
  await line.look(-3_600_000);
  write();
  await line.look();
  const before = line.sent();
  line.becomes({});
  line.hint();
  await line.look();
  expect(line.sent()).toBe(before + 1);
});

test("an offer that still stands is not read and sent again whenever its line changes", async () => {
  const { asked, heard, change } = openLine({ a: "offered", b: "offered", c: "waitlisted" });
  for (let times = 0; times < 5; times += 1) await change({});
  expect(asked).toEqual([]);
  await change({ a: "expired", c: "offered" }, [3]);
  expect(heard).toEqual({ a: ["expired"], b: [], c: ["offered"] });
  await change({});
  await change({ c: "expired" });
  expect(heard).toEqual({ a: ["expired"], b: [], c: ["offered", "expired"] });
  expect(asked).toEqual(["a", "c", "c"]);
});

test.each(["read", "owners", "mine"] as const)(
  "S23: when what is new cannot be read (%s), it is told in the next look and not forgotten",
  async (read) => {
    const { failing, heard, becomes, hint, look } = openLine({ a: "waitlisted" });
    await look();
    becomes({ a: "confirmed" }, [1]);
    failing.add(read);
    hint();
    await look();
    expect(failing.size).toBe(0);
    expect(heard).toEqual({ a: [] });
    await look();
    expect(heard).toEqual({ a: ["confirmed"] });
    for (let times = 0; times < 5; times += 1) await look();
    expect(heard).toEqual({ a: ["confirmed"] });
  },
);

test("S23: whoever came while nothing could be read is looked up in the next look", async () => {
  const { failing, heard, change, look } = openLine({ a: "waitlisted" });
  failing.add("liveEntries");
  await look();
  await look();
  await change({ a: "confirmed" }, [1]);
  expect(heard).toEqual({ a: ["confirmed"] });
});

test("S23: an entry that its own change could not read is told all the same", async () => {
  const { failing, heard, becomes, hint, look } = openLine({ a: "waitlisted" });
  await look();
  becomes({ a: "left" });
  failing.add("mine");
  hint("a");
  await look();
  expect(heard).toEqual({ a: ["left"] });
});

test("whoever has a seat is told that it went with a slot that the host closed, and nobody is told twice", async () => {
  const { asked, heard, isClosed, hint, look } = openLine({ a: "confirmed", b: "confirmed" });
  await look();
  isClosed({ a: "cancelled", b: "cancelled" });
  hint();
  for (let times = 0; times < 5; times += 1) await look();
  expect(heard).toEqual({ a: ["cancelled"], b: ["cancelled"] });
  expect(asked).toEqual(["a", "b"]);
});

test("S23: more than 200 who leave at once are each told of their entry, 200 a look, and nobody else is", async () => {
  const everybody = Array.from({ length: 300 }, (_, at) => `p${at}`);
  const all = (state: EntryState) => Object.fromEntries(everybody.map((person) => [person, state]));
  const { asked, heard, becomes, hint, look } = openLine({ ...all("waitlisted"), last: "waitlisted" });
  await look();
  becomes(all("confirmed"), [null]);
  hint();
  await look();
  expect(asked).toHaveLength(200);
  await look();
  expect(asked).toHaveLength(300);
  expect(everybody.map((person) => heard[person])).toEqual(everybody.map(() => ["confirmed"]));
  expect(heard.last).toEqual([]);
});

test("S23: when many change elsewhere at once, 20 are asked for at once and the rest with the next looks", async () => {
  const everybody = Array.from({ length: 300 }, (_, at) => `p${at}`);
  const { asked, heard, hint, look } = openLine(Object.fromEntries(everybody.map((person) => [person, "confirmed"])));
  hint(...everybody);
  expect(asked).toHaveLength(20);
  await look();
  expect(asked).toHaveLength(220);
  await look();
  expect(everybody.map((person) => heard[person])).toEqual(everybody.map(() => ["confirmed"]));
});

test("S23: a slot let go of and followed anew while a look finds none is looked up too", async () => {
  const line = openLine({});
  line.missing.add(slot);
  const dropped: string[] = [];
  const window = (name: string) => ({ ...nobodyHears, drop: () => void dropped.push(name) });
  const [first, second] = [window("first"), window("second")];
  line.topics.get("slot")?.followed(slot, first, null);
  const looking = line.look(sweepMs);
  while (line.reads.length === 0) await null;
  line.topics.get("slot")?.unfollowed(slot, first);
  line.topics.get("slot")?.followed(slot, second, null);
  await looking;
  expect(dropped).toEqual([]);
  await line.look(sweepMs);
  expect(dropped).toEqual(["second"]);
});
