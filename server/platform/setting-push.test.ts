import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { readPush } from "./setting-push.ts";

const deployed = { demo: false, publicUrl: "https://popline.example", secret: "" };
const inDemo = { demo: true, publicUrl: null, secret: "a secret of tests" };

test("a deployment pushes with a key of its own, or not at all; a demo's key is the same after every start", () => {
  expect(readPush({}, deployed)).toBeNull();
  const key = randomBytes(32).toString("base64url");
  const settings = readPush({ VAPID_PRIVATE_KEY: key }, deployed);
  expect(settings).toEqual({
    publicKey: expect.stringMatching(/^B[\w-]{86}$/),
    privateKey: key,
    subject: "https://popline.example",
  });
  expect(readPush({}, inDemo)).toEqual(readPush({}, inDemo));
  expect(readPush({}, { ...inDemo, secret: "another" })).not.toEqual(readPush({}, inDemo));
});

test.each(["short", "A".repeat(43), "_".repeat(43), `${"A".repeat(42)}=`])("%s is no key, and said by name", (key) => {
  expect(() => readPush({ VAPID_PRIVATE_KEY: key }, deployed)).toThrow("VAPID_PRIVATE_KEY");
});
