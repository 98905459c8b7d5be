import { expect, test, vi } from "vitest";
import { type Entry, joinRefusals } from "../../../shared/line.ts";
import { orByReceipt } from "./receipt.ts";

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
  expect(await orByReceipt(null, mine)).toMatchObject({ receipt: "2.3.1.a.c" });
  expect(sent).toEqual([["/api/slots/5/entries", JSON.stringify({ receipt: mine.receipt })]]);
  await orByReceipt({ ...earlier, state: "left" }, mine);
  expect(sent).toHaveLength(2);
  vi.unstubAllGlobals();
});

test("DESIGN 1: whoever presents a receipt too late has the new place, or none where there is none", async () => {
  const later = { ...mine, id: "5-9", ticket: 9, receipt: "2.9.1.a.c" };
  const refused = (name: string, status: number) =>
    new Response(JSON.stringify({ type: `/problems/${name}` }), {
      status,
      headers: { "content-type": "application/problem+json" },
    });
  const ended = { ...earlier, state: "left" } as Entry;
  const refusals = [...joinRefusals, "bad-request"].map((name) => refused(name, 409));
  const answers = [Response.json(later), ...refusals, refused("closed", 409), refused("sign-in-needed", 401)];
  vi.stubGlobal("fetch", async () => answers.shift());
  expect(await orByReceipt(null, mine)).toEqual(later);
  expect(joinRefusals).toContain("too-many-places");
  for (const _ of refusals) expect(await orByReceipt(null, mine)).toBeNull();
  expect(await orByReceipt(ended, mine)).toBe(ended);
  expect(await orByReceipt(null, mine)).toEqual({ problem: "sign-in-needed" });
  vi.unstubAllGlobals();
});
