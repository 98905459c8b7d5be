import { afterEach, beforeEach, expect, test, vi } from "vitest";
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
    close: () => socket.dispatchEvent(new Event("close")),
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
  latest().close();
  expect(await waitsFor()).toBe(waits[0]);
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
  live.follow("me", ignore);
  forget();
  expect(latest().said).toEqual([{ follow: "slot:1" }, { follow: "slot:2" }, { follow: "me" }, { unfollow: "slot:2" }]);

  latest().close();
  await waitsFor();
  latest().open();
  expect(latest().said).toEqual([{ follow: "slot:1" }, { follow: "me" }]);
  expect(changes).toEqual([true, false, true]);
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
  expect(latest().closedWith).toEqual([4_000]);
  live.renew();
  live.drop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sockets).toHaveLength(1);
});
