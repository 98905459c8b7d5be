import { afterAll, beforeAll, expect, test } from "vitest";
import { type PushService, signerOf, startPushService } from "../../../test/services/push-service.ts";
import { readPush } from "../../platform/setting-push.ts";
import { createWebPushCourier } from "./push-courier.web-push.ts";

const keys = readPush({}, { demo: true, publicUrl: null, secret: "a secret of tests" });
if (keys === null) throw new Error("A demo has keys of its own.");
const courier = createWebPushCourier({ ...keys, demo: true });
const note = {
  title: "예약이 확정됐어요",
  body: "내일 만나요",
  path: "/reservations/7",
  tag: "ticket-3-9",
  language: "ko",
};

let service: PushService;
beforeAll(async () => {
  service = await startPushService();
});
afterAll(() => service.close());

const send = (subscription: object, withinMs = 29_999.5) =>
  courier.deliver({ id: "1", ...subscription } as Parameters<typeof courier.deliver>[0], note, withinMs);

test("only the browser can read it, and the next about the ticket takes its place at the push service", async () => {
  const browser = service.browser();
  expect(await send(browser.subscription)).toEqual({ outcome: "sent", trouble: null, isGone: false });
  const push = service.pushes.find(({ path }) => path === browser.path);
  if (push === undefined) throw new Error("Nothing came.");
  expect(push.headers).toMatchObject({
    ...{ topic: "ticket-3-9", urgency: "high", ttl: "43200", "content-encoding": "aes128gcm" },
  });
  expect(push.sealed.includes(Buffer.from(note.body))).toBe(false);
  expect(browser.open(push)).toEqual(note);
  expect(() => service.browser().open(push)).toThrow();
  expect(signerOf(push)).toMatchObject({
    key: keys.publicKey,
    claims: { aud: service.url, sub: "mailto:no-reply@popline.example" },
  });
});

test.each([
  [404, "refused", true],
  [410, "refused", true],
  [403, "refused", false],
  [429, "failed", false],
  [503, "failed", false],
] as const)("a push service that answers %i: %s", async (status, outcome, isGone) => {
  service.gates.answer = () => ({ status });
  expect(await send(service.browser().subscription)).toEqual({ outcome, trouble: `push ${status}`, isGone });
});

test("TRUST, webhooks: it follows no redirect, and asks no address that is no push service's", async () => {
  const elsewhere = service.browser();
  service.gates.answer = () => ({ status: 307, headers: { location: elsewhere.subscription.endpoint } });
  expect(await send(service.browser().subscription)).toMatchObject({ outcome: "failed", trouble: "push 307" });
  expect(service.pushes.some(({ path }) => path === elsewhere.path)).toBe(false);
  const production = createWebPushCourier({ ...keys, demo: false });
  const asked = service.pushes.length;
  for (const endpoint of [service.browser().subscription.endpoint, "http://169.254.169.254/latest/meta-data"]) {
    const device = { id: "1", endpoint, keys: elsewhere.subscription.keys };
    expect(await production.deliver(device, note, 5_000)).toMatchObject({ outcome: "refused", isGone: true });
  }
  expect(service.pushes).toHaveLength(asked);
});

test("one that never answers is given up in time, and one that is away can be tried again", async () => {
  service.gates.answer = () => null;
  expect(await send(service.browser().subscription, 50)).toMatchObject({ outcome: "failed", isGone: false });
  const away = { ...service.browser().subscription, endpoint: "http://127.0.0.1:9/nobody" };
  expect(await send(away)).toMatchObject({ outcome: "failed", isGone: false });
});
