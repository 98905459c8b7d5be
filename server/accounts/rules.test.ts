import { expect, test } from "vitest";
import { deviceOf, isLoopback } from "./rules.ts";

test.each([
  ["Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36", "chrome", "android"],
  ["Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36", "samsung", "android"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1 Mobile KAKAOTALK 11.0", "kakaotalk", "ios"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18.0 Safari/605.1", "safari", "macos"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0", "firefox", "linux"],
  ["Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Whale/4.0 Safari/537.36", "whale", "windows"],
  ["curl/8.0", "other", "other"],
  ["x".repeat(100_000), "other", "other"],
  [undefined, "other", "other"],
])("%.60s is %s on %s", (agent, browser, system) => {
  expect(deviceOf(agent)).toEqual({ browser, system });
});

test("loopback is this machine by name or number, and nothing that only looks like it", () => {
  for (const host of ["localhost", "localhost:3000", "127.0.0.1:80", "[::1]:3000"]) expect(isLoopback(host)).toBe(true);
  for (const host of [
    "",
    "localhost.evil.example",
    "127.0.0.1.nip.io",
    "evil@localhost",
    "127.0.0.1:80/x",
    "10.0.0.1",
  ]) {
    expect(isLoopback(host)).toBe(false);
  }
});
