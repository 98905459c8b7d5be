import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EditedFields } from "../../../../shared/editions.ts";
import { keepEdits, keptEdits, noEdits } from "./kept-edits.ts";

/** Texts under names of its own, as browsers have it. */
function openStorage(): object {
  const texts: Record<string, string> = Object.create({
    getItem: (name: string) => texts[name] ?? null,
    setItem(name: string, text: string) {
      texts[name] = text;
    },
    removeItem: (name: string) => Reflect.deleteProperty(texts, name),
  });
  return texts;
}

const tabs = { first: openStorage(), second: openStorage(), third: openStorage() };
type Tab = keyof typeof tabs;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("localStorage", openStorage());
  for (const tab of Object.keys(tabs) as Tab[]) tabs[tab] = openStorage();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What a tab does, with what it keeps of its own; a moment later than all before. */
function inTab<Answer>(tab: Tab, act: () => Answer): Answer {
  vi.setSystemTime(Date.now() + 1_000);
  vi.stubGlobal("sessionStorage", tabs[tab]);
  return act();
}
const open = (tab: Tab) => inTab(tab, () => keptEdits(null).edits);
const write = (tab: Tab, edits: EditedFields) => inTab(tab, () => keepEdits(null, { ...noEdits, edits }));

test("D21: two tabs that begin a store each keep their own text, over a reload and where the other is saved", () => {
  expect([open("first"), open("second")]).toEqual([{}, {}]);
  write("first", { name: "달토끼" });
  write("second", { name: "별사탕" });
  expect([open("first"), open("second")]).toEqual([{ name: "달토끼" }, { name: "별사탕" }]);
  write("first", {});
  expect(open("second")).toEqual({ name: "별사탕" });
});

test("D21: a new tab goes on with what was written last, and the next one with what is left", () => {
  write("first", { name: "달토끼" });
  write("second", { name: "별사탕" });
  write("first", { name: "달토끼 상점" });
  tabs.first = openStorage();
  expect(open("third")).toEqual({ name: "달토끼 상점" });
  write("third", {});
  expect(open("first")).toEqual({ name: "별사탕" });
  write("first", {});
  expect(open("third")).toEqual({});
});
