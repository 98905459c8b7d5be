import { expect, test, vi } from "vitest";
import type { Entry } from "../../../shared/line.ts";
import { isOfLaterEpoch, orByReceipt } from "./receipt.ts";

const mine = { id: "5-3", slotId: "5", ticket: 3, state: "waiting", receipt: "1.3.1.a.b" } as Entry;
const earlier = { ...mine, id: "5-2", ticket: 2, receipt: undefined } as unknown as Entry;

test("DESIGN 1: a page presents its receipt once the server knows nothing of its place, and only then", async () => {
  const sent: unknown[] = [];
  const fetch = vi.fn(async (path: string, { body }: RequestInit) => {
    sent.push([path, body]);
    return Response.json({ ...mine, receipt: "2.3.1.a.c" }, { status: 200 });
  });
  vi.stubGlobal("fetch", fetch);
  const written = { ...mine, receipt: undefined } as unknown as Entry;
  expect(await orByReceipt(mine, mine)).toBe(mine);
  expect(await orByReceipt({ problem: "unavailable" }, mine)).toEqual({ problem: "unavailable" });
  expect(await orByReceipt(null, null)).toBeNull();
  expect(await orByReceipt(null, written)).toBeNull();
  expect(await orByReceipt(earlier, mine)).toBe(earlier);
  expect(sent).toEqual([]);
  const back = (await orByReceipt(null, mine)) as Entry;
  expect(sent).toEqual([["/api/slots/5/entries", JSON.stringify({ receipt: mine.receipt })]]);
  expect([isOfLaterEpoch(mine.receipt as string), isOfLaterEpoch(back.receipt as string)]).toEqual([false, true]);
  await orByReceipt({ ...earlier, state: "left" }, mine);
  expect(sent).toHaveLength(2);
  vi.unstubAllGlobals();
});
