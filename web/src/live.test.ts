import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { StoreId } from "../../shared/ids.ts";
import { createLiveSocket } from "./live.ts";

/** The other side of one socket, played by the test. */
function createFakeSocket() {
  const socket = new EventTarget();
  const said: unknown[] = [];
  const closedWith: number[] = [];
  Object.assign(socket, {
    send: (text: string) => said.push(JSON.parse(text)),
    close: (code: number) => closedWith.push(code),
  });
  return {
    socket: socket as WebSocket,
    said,
    closedWith,
    open: () => socket.dispatchEvent(new Event("open")),
    close: (code = 1006) => socket.dispatchEvent(Object.assign(new Event("close"), { code })),
    tell: (message: object) =>
      socket.dispatchEvent(Object.assign(new Event("message"), { data: JSON.stringify(message) })),
  };
}

function openPage() {
  const sockets: ReturnType<typeof createFakeSocket>[] = [];
  const live = createLiveSocket(() => {
    const opened = createFakeSocket();
    sockets.push(opened);
    return opened.socket;
  });
  return {
    live,
    sockets,
    latest: () => sockets.at(-1) as (typeof sockets)[number],
    /** How long the page waits from now until it tries again, by the millisecond; at most a minute. */
    async waitsFor(): Promise<number> {
      const before = sockets.length;
      for (let waited = 0; waited <= 60_000; waited += 1) {
        if (sockets.length > before) return waited;
        await vi.advanceTimersByTimeAsync(1);
      }
      throw new Error("It does not come back within a minute.");
    },
  };
}
const ignore = () => undefined;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("S23: a socket that is silent about news the page has from elsewhere is dead; another is opened", async () => {
  const { live, latest, sockets } = openPage();
  live.follow("slot:1", ignore);
  latest().open();
  live.doubt();
  latest().tell({ slot: { id: "1" } });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sockets, "it spoke").toHaveLength(1);
  live.doubt();
  await vi.advanceTimersByTimeAsync(2_900);
  live.doubt();
  await vi.advanceTimersByTimeAsync(200);
  expect(sockets).toHaveLength(2);
  expect(live.isOpen()).toBe(false);
  latest().open();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sockets, "the doubt went with the old one").toHaveLength(2);
});

test.each([
  [0, [800, 1_600, 3_200, 6_400, 6_400]],
  [0.5, [1_000, 2_000, 4_000, 8_000, 8_000]],
  [1, [1_200, 2_400, 4_800, 9_600, 9_600]],
])("a socket that is lost again and again comes back after 1, 2, 4, 8 s, by chance %d", async (chance, waits) => {
  vi.spyOn(Math, "random").mockReturnValue(chance);
  const { live, latest, waitsFor } = openPage();
  live.follow("slot:1", ignore);
  const waited: number[] = [];
  for (const _ of waits) {
    latest().close();
    waited.push(await waitsFor());
  }
  expect(waited).toEqual(waits);

  latest().open();
  await vi.advanceTimersByTimeAsync(10_000);
  latest().close();
  expect(await waitsFor()).toBe(waits[0]);
});

test.each([1008, "too-many-requests", "bad-request"])(
  "a server that opens and then refuses (%s) is tried again ever later, whatever is followed meanwhile",
  async (way) => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const { live, sockets, latest, waitsFor } = openPage();
    live.follow("slot:1", ignore);
    const waited: number[] = [];
    for (let times = 0; times < 5; times += 1) {
      latest().open();
      await vi.advanceTimersByTimeAsync(1_000);
      if (typeof way === "number") latest().close(way);
      else latest().tell({ error: { type: `/problems/${way}` } });
      expect(live.isOpen()).toBe(false);
      live.follow(`slot:${sockets.length + 1}`, ignore);
      waited.push(await waitsFor());
    }
    expect(waited).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]);
  },
);

test("fifty days looked at in five seconds are a few messages on one socket, and the last day's topics", async () => {
  const { live, sockets, latest } = openPage();
  const dayOf = (day: number) => Array.from({ length: 18 }, (_, slot) => `slot:${day}-${slot}`);
  let ends: (() => void)[] = [];
  for (let day = 0; day < 50; day += 1) {
    for (const end of ends) end();
    // The slots of the next day have to be read first.
    await vi.advanceTimersByTimeAsync(30);
    ends = dayOf(day).map((topic) => live.follow(topic, ignore));
    if (day === 0) latest().open();
    await vi.advanceTimersByTimeAsync(70);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sockets).toHaveLength(1);
  // Five a second on average, forty at once, is what the server hears.
  expect(latest().said.length).toBeLessThanOrEqual(6 * 4);
  expect(latest().said.at(-1)).toEqual({ followOnly: dayOf(49) });
});

test("a topic that is refused is asked for again on the next socket only, and costs nobody else theirs", async () => {
  const { live, sockets, latest, waitsFor } = openPage();
  live.follow("opening:5", ignore);
  latest().open();
  await vi.advanceTimersByTimeAsync(1_000);
  latest().tell({ error: { type: "/problems/not-found", topic: "opening:5" } });
  live.follow("slot:1", ignore);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(latest().said).toEqual([{ followOnly: ["opening:5"] }, { followOnly: ["slot:1"] }]);
  expect(sockets).toHaveLength(1);

  latest().close();
  await waitsFor();
  latest().open();
  await vi.advanceTimersByTimeAsync(0);
  expect(latest().said).toEqual([{ followOnly: ["opening:5", "slot:1"] }]);
});

test("each socket is told everything that is followed, once it is open", async () => {
  const { live, latest, waitsFor } = openPage();
  const changes: boolean[] = [];
  live.onChange(() => changes.push(live.isOpen()));
  live.follow("slot:1", ignore);
  live.follow("slot:1", ignore);
  const forget = live.follow("slot:2", ignore);
  expect(latest().said).toEqual([]);
  latest().open();
  await vi.advanceTimersByTimeAsync(0);
  live.follow("me", ignore);
  forget();
  await vi.advanceTimersByTimeAsync(250);
  expect(latest().said).toEqual([{ followOnly: ["slot:1", "slot:2"] }, { followOnly: ["slot:1", "me"] }]);

  latest().close();
  await waitsFor();
  latest().open();
  await vi.advanceTimersByTimeAsync(0);
  expect(latest().said).toEqual([{ followOnly: ["slot:1", "me"] }]);
  expect(changes).toEqual([true, false, true]);
});

test("I8: a topic that counts is begun after what is known of it; no refused message ends a socket", async () => {
  const { live, sockets, latest, waitsFor } = openPage();
  let known = 7;
  live.follow("room:5", ignore, () => known);
  expect(live.say({ room: "5" as StoreId, clientId: "c", text: "a" })).toBe(false);
  latest().open();
  await vi.advanceTimersByTimeAsync(0);
  live.follow("slot:1", ignore);
  await vi.advanceTimersByTimeAsync(250);
  const begun = [{ follow: "room:5", after: 7 }, { followOnly: ["room:5"] }];
  expect(latest().said).toEqual([...begun, { followOnly: ["room:5", "slot:1"] }]);
  expect(live.say({ room: "5" as StoreId, clientId: "c", text: "a" })).toBe(true);
  expect(latest().said.at(-1)).toEqual({ say: { room: "5", clientId: "c", text: "a" } });
  latest().tell({ error: { type: "/problems/slow-mode", clientId: "c" } });
  expect(sockets).toHaveLength(1);

  known = 9;
  latest().close();
  await waitsFor();
  latest().open();
  await vi.advanceTimersByTimeAsync(0);
  expect(latest().said).toEqual([{ follow: "room:5", after: 9 }, { followOnly: ["room:5", "slot:1"] }]);
});

test("a server that stops says when to come back, and is believed to the millisecond", async () => {
  const { live, sockets, latest, waitsFor } = openPage();
  const heard: unknown[] = [];
  live.follow("slot:1", (message) => heard.push(message));
  latest().open();
  latest().tell({ reconnect: { afterMs: 4_210 } });
  expect(latest().closedWith).toEqual([4_000]);
  expect(live.isOpen()).toBe(false);
  // The server's own closing comes later and is no second failure.
  latest().close();
  expect(await waitsFor()).toBe(4_210);
  latest().open();
  sockets[0]?.tell({ slot: { id: "1" } });
  expect(heard).toEqual([{ reconnect: { afterMs: 4_210 } }]);
});

test("the network goes: back after about a second; it returns: back at once, with one socket", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  const { live, sockets, latest, waitsFor } = openPage();
  live.follow("slot:1", ignore);
  latest().open();
  live.drop();
  expect(latest().closedWith).toEqual([4_000]);
  expect(await waitsFor()).toBe(1_000);
  latest().open();
  live.drop();
  live.renew();
  expect(await waitsFor()).toBeLessThanOrEqual(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sockets).toHaveLength(3);
});

test("with nobody following there is no socket, and none comes back", async () => {
  const { live, sockets, latest } = openPage();
  const end = live.follow("slot:1", ignore);
  latest().open();
  end();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(latest().closedWith).toEqual([4_000]);
  live.renew();
  live.drop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sockets).toHaveLength(1);
});
