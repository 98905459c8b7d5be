import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openStorage } from "../../../../test/services/texts-storage.ts";
import { forgetKept } from "../../kept.ts";
import { codeFor, forgetCode, keepInvitation } from "./kept-code.ts";

const [code, another] = ["a".repeat(22), "b".repeat(22)];

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  const at = { pathname: "/", hash: "" };
  vi.stubGlobal("location", at);
  vi.stubGlobal("history", { state: null, replaceState: () => Object.assign(at, { hash: "" }) });
  vi.stubGlobal("sessionStorage", openStorage());
  vi.stubGlobal("localStorage", openStorage());
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function arrive(hash: string, pathname = "/stores/7/staff"): void {
  Object.assign(location, { pathname, hash: `#${hash}` });
  keepInvitation();
}

test("an invitation is kept for its store as it comes, and the address lets go of it", () => {
  arrive(code);
  expect([codeFor("7"), codeFor("8"), location.hash]).toEqual([code, null, ""]);
  arrive(another);
  expect(codeFor("7")).toBe(another);
});

test.each([
  ["too-short", "/stores/7/staff"],
  [code, "/stores/7"],
  [code, "/"],
])("what is no invitation is left alone: %s at %s", (hash, pathname) => {
  arrive(hash, pathname);
  expect([Object.keys(sessionStorage), location.hash]).toEqual([[], `#${hash}`]);
});

test("its ten minutes count from when it came, however often it is looked at or the page begins anew", () => {
  arrive(code);
  for (const minute of [3, 6, 9]) {
    vi.setSystemTime(minute * 60_000);
    keepInvitation();
    expect(codeFor("7")).toBe(code);
  }
  vi.setSystemTime(600_000);
  expect(codeFor("7")).toBeNull();
  expect(Object.keys(sessionStorage)).toEqual([]);
});

test("a code that is dead, or whose reader was signed out elsewhere, is forgotten", async () => {
  arrive(code);
  forgetCode("7");
  expect(codeFor("7")).toBeNull();
  arrive(code);
  await forgetKept(true);
  expect(codeFor("7")).toBeNull();
});
