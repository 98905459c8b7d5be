import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Attendee } from "../../../../shared/check-ins.ts";
import type { ReservationId, SlotId } from "../../../../shared/ids.ts";
import { serverClock } from "../../clock.ts";
import { asItIsNow, decideScan } from "./decide-scan.ts";
import { markOf } from "./marks.ts";
import { createScanQueue } from "./scan-queue.ts";

beforeEach(() => {
  vi.useFakeTimers();
  // The runner's own timers know no time of a test.
  vi.spyOn(AbortSignal, "timeout").mockImplementation((milliseconds) => {
    const impatience = new AbortController();
    setTimeout(() => impatience.abort(), milliseconds);
    return impatience.signal;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const code = "R-7K2M-Q9XD";

/** A door with one guest on its list, and what was sent from it. */
async function openDoor({ isLost = false, answer }: { isLost?: boolean; answer: () => Promise<Response> }) {
  const moment = (hours: number) => new Date(serverClock.now() + hours * 3_600_000).toISOString();
  const guest: Attendee = {
    ...{ id: "7" as ReservationId, slotId: "3" as SlotId, ticket: 1, name: "지수", partySize: 2 },
    ...{ startsAt: moment(0), endsAt: moment(1), state: "confirmed", checkedInAt: null },
    ...{ isWalkIn: false, seatReleased: false, mark: await markOf(code, "2") },
  };
  const kept = new Map<string, string>();
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
  };
  const sent: string[] = [];
  let isSent: () => void = () => undefined;
  const untilSent = new Promise<void>((resolve) => {
    isSent = resolve;
  });
  vi.stubGlobal("fetch", (_address: string, { headers, signal }: RequestInit) => {
    isSent();
    sent.push(new Headers(headers).get("idempotency-key") ?? "");
    const lost = new Promise<never>((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    return Promise.race([answer(), lost]);
  });
  const queue = createScanQueue(storage, "1", "2");
  const store = { name: "팝업", timeZone: "Asia/Seoul", largestParty: 4 };
  const day = { store, attendees: [guest], slots: [] };
  const door = { day, isLost, refresh: () => undefined, lose: vi.fn() };
  return { queue, sent, untilSent, door, decide: () => decideScan(code, "2", queue, door) };
}
const never = () => new Promise<Response>(() => undefined);

test("S29: a door that nobody answers decides by its list within 2.5 s; the scan waits as the same press", async () => {
  const { queue, sent, untilSent, door, decide } = await openDoor({ answer: never });
  let said: unknown = null;
  const deciding = decide().then((verdict) => {
    said = verdict;
  });
  await untilSent;
  await vi.advanceTimersByTimeAsync(2_499);
  expect(said).toBeNull();
  await vi.advanceTimersByTimeAsync(1);
  expect(said).toMatchObject({ kind: "in", isOffline: true, party: { id: "7" } });
  await deciding;
  expect(door.lose).toHaveBeenCalledOnce();
  expect(queue.read().waiting).toMatchObject([{ key: sent[0], reservation: "7", code, wasSent: true }]);
});

test("S29: a scan that may have arrived cannot be undone on the device; one that was never sent can", async () => {
  for (const isLost of [false, true]) {
    const { queue, sent, untilSent, decide } = await openDoor({ isLost, answer: never });
    const deciding = decide();
    if (!isLost) await untilSent;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await deciding).toMatchObject({ kind: "in", isOffline: true });
    expect([sent.length, queue.drop("7")]).toEqual(isLost ? [0, true] : [1, false]);
  }
});

test("S29: what the server answers in time is what the door says, and nothing waits", async () => {
  const refused = { type: "/problems/already-ended" };
  const { queue, decide } = await openDoor({ answer: async () => Response.json(refused, { status: 409 }) });
  expect(await decide()).toEqual({ kind: "refused", problem: "already-ended", startsAt: null });
  expect(queue.read().waiting).toEqual([]);
});

test("S29: let in offline, refused after all: the door does not stay green; arrived, they are in for good", () => {
  const party = { id: "7" as ReservationId, name: "지수", partySize: 2, startsAt: "", isWalkIn: false };
  const verdict = { kind: "in", party, isOffline: true } as const;
  const scan = { key: "one", reservation: "7", code, wasSent: true, party, scannedAt: "" };
  const moments = { scannedAt: "", checkedInAt: null, checkedInBy: null };
  const conflict = { key: "one", party, problem: "already-checked-in", ...moments } as const;
  const other = { ...conflict, party: { ...party, id: "8" as ReservationId } };
  expect(asItIsNow(verdict, { waiting: [scan], conflicts: [] })).toBe(verdict);
  expect(asItIsNow(verdict, { waiting: [], conflicts: [conflict] })).toBeNull();
  const inside = { ...verdict, isOffline: false };
  for (const conflicts of [[], [other]]) expect(asItIsNow(verdict, { waiting: [], conflicts })).toEqual(inside);
  expect(asItIsNow(inside, { waiting: [], conflicts: [conflict] })).toBe(inside);
});
