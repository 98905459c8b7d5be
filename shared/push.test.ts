import { expect, test } from "vitest";
import { isPushService } from "./push.ts";

test("push services of browsers are, and what only looks like one is not", () => {
  for (const endpoint of [
    "https://fcm.googleapis.com/fcm/send/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://web.push.apple.com/abc",
    "https://db5p.notify.windows.com/w/?token=abc",
  ]) {
    expect([endpoint, isPushService(endpoint, false)]).toEqual([endpoint, true]);
  }
  for (const endpoint of [
    "http://fcm.googleapis.com/fcm/send/abc",
    "https://fcm.googleapis.com.evil.example/fcm",
    "https://fcm.googleapis.com@evil.example/fcm",
    "https://evil.example/https://fcm.googleapis.com/",
    "https://evilpush.apple.com/abc",
    "https://web.push.apple.com:8443@evil.example/",
    "https://169.254.169.254/latest",
    "http://127.0.0.1:8080/push",
  ]) {
    expect([endpoint, isPushService(endpoint, false)]).toEqual([endpoint, false]);
  }
  expect(isPushService("http://127.0.0.1:8080/push", true)).toBe(true);
  expect(isPushService("http://127.0.0.1:80@evil.example/push", true)).toBe(false);
});
