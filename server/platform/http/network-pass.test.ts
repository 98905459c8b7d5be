import { expect, test } from "vitest";
import { isNetworkPass, signNetworkPass } from "./network-pass.ts";

const secret = "a secret that only tests know, 32 characters";
const now = 1_800_000_000_000;
const tenMinutes = 10 * 60_000;

test("a pass holds for ten minutes, for nobody else's secret, and not before it was made", () => {
  const pass = signNetworkPass(secret, now);
  expect(isNetworkPass(pass, secret, now)).toBe(true);
  expect(isNetworkPass(pass, secret, now + tenMinutes - 1)).toBe(true);
  expect(isNetworkPass(pass, secret, now + tenMinutes)).toBe(false);
  expect(isNetworkPass(pass, secret, now - 1)).toBe(false);
  expect(isNetworkPass(pass, `${secret}!`, now)).toBe(false);
});

test("a pass with another moment in it, half a pass or no pass at all is none", () => {
  const [, mac] = signNetworkPass(secret, now).split(".");
  for (const text of [undefined, "", ".", `${now}`, `${now + 1}.${mac}`, `NaN.${mac}`, ["a", "b"], "x".repeat(500)]) {
    expect(isNetworkPass(text, secret, now)).toBe(false);
  }
});
