import { afterEach, expect, test, vi } from "vitest";
import { leaveCancel, sendCancel } from "./send-cancel.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** What is sent from here on. */
function listen(): { path: string; keepalive: boolean | undefined }[] {
  const sent: { path: string; keepalive: boolean | undefined }[] = [];
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("fetch", async (path: string, { keepalive }: RequestInit) => {
    sent.push({ path, keepalive });
    return Response.json({ id: "7" });
  });
  return sent;
}
const path = "/api/reservations/7/cancel";

test("S28: a cancel that is sent as the page goes outlives it", () => {
  const sent = listen();
  leaveCancel("7");
  expect(sent).toEqual([{ path, keepalive: true }]);
});

test("one that is sent from a page that stays does not: its answer is waited for, and it is sent again", async () => {
  const sent = listen();
  await sendCancel("7", () => undefined);
  expect(sent).toEqual([{ path, keepalive: false }]);
});
