import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { saveFile } from "./file.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("a file that a browser begins to fetch late is still there, and gone after a minute", () => {
  const click = vi.fn();
  const link = { href: "", download: "", click };
  vi.stubGlobal("document", { createElement: () => link });
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:1");
  const revoke = vi.spyOn(URL, "revokeObjectURL");

  saveFile(new Blob(["{}"]), "popline.json");
  expect([click.mock.calls.length, link.href, link.download]).toEqual([1, "blob:1", "popline.json"]);
  vi.advanceTimersByTime(59_000);
  expect(revoke).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  expect(revoke.mock.calls).toEqual([["blob:1"]]);
});
