import { expect, test, vi } from "vitest";
import type { ReservationId } from "../../../../shared/ids.ts";
import { replayScans } from "./replay-scans.ts";
import { createScanQueue, type WaitingScan } from "./scan-queue.ts";

const kept = new Map<string, string>();
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
  vi.unstubAllGlobals();
  expect([undone, sent, queue.read().waiting]).toEqual([[true], ["key 1", "key 2"], []]);
});
