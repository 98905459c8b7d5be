import { afterEach, expect, test, vi } from "vitest";
import type { ReservationId } from "../../../../shared/ids.ts";
import { replayScans } from "./replay-scans.ts";
import { createScanQueue, type WaitingScan } from "./scan-queue.ts";

const kept = new Map<string, string>();
afterEach(() => {
  kept.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const storage = {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, text: string) => void kept.set(name, text),
};
const scanOf = (number: number): WaitingScan => ({
  key: `key ${number}`,
  reservation: String(number),
  code: "R-0000-0000",
  wasSent: false,
  scannedAt: "2026-11-28T05:00:00.000Z",
  party: { id: String(number) as ReservationId, name: "손님", partySize: 1, startsAt: "", isWalkIn: false },
});

test("a scan that was taken back while the one before it was on its way is not sent", async () => {
  const queue = createScanQueue(storage, "1", "2");
  for (const number of [1, 2, 3]) queue.add(scanOf(number));
  const sent: string[] = [];
  const undone: boolean[] = [];
  vi.stubGlobal("fetch", async (_address: string, { headers }: RequestInit) => {
    sent.push(new Headers(headers).get("idempotency-key") ?? "");
    if (sent.length === 1) undone.push(queue.drop("3"));
    return Response.json({ id: "1" }, { status: 201 });
  });
  expect(await replayScans(queue, "2", () => undefined)).toBe(2);
  expect([undone, sent, queue.read().waiting]).toEqual([[true], ["key 1", "key 2"], []]);
});

test.each([
  { status: null, problem: "unreachable" },
  { status: 503, problem: "busy" },
  { status: 503, problem: "unavailable" },
  { status: 429, problem: "too-many-requests" },
  { status: 409, problem: "key-in-flight" },
  { status: 401, problem: "sign-in-needed" },
  { status: 408, problem: "request-timeout" },
  { status: 500, problem: "internal" },
])(
  "S29: $problem refuses nobody: all scans wait on in their order, and are the same presses later",
  async (passing) => {
    vi.useFakeTimers();
    const queue = createScanQueue(storage, "1", "2");
    for (const number of [1, 2, 3]) queue.add(scanOf(number));
    const sent = new Set<string>();
    let answer = (): Response => {
      if (passing.status === null) throw new TypeError("lost");
      return Response.json({ type: `/problems/${passing.problem}` }, { status: passing.status });
    };
    vi.stubGlobal("fetch", async (_address: string, { headers }: RequestInit) => {
      sent.add(new Headers(headers).get("idempotency-key") ?? "");
      return answer();
    });
    const replay = async () => {
      const replaying = replayScans(queue, "2", () => undefined);
      await vi.runAllTimersAsync();
      return await replaying;
    };
    expect(await replay()).toBe(0);
    // It may have arrived all the same, and cannot be undone here; those behind it were never sent.
    const waiting = [{ ...scanOf(1), wasSent: true }, scanOf(2), scanOf(3)];
    expect([queue.read(), [...sent]]).toEqual([{ waiting, conflicts: [] }, ["key 1"]]);
    expect(queue.drop("1")).toBe(false);
    answer = () => Response.json({ id: "1" }, { status: 201 });
    expect(await replay()).toBe(3);
    expect([queue.read(), [...sent]]).toEqual([{ waiting: [], conflicts: [] }, ["key 1", "key 2", "key 3"]]);
  },
);
