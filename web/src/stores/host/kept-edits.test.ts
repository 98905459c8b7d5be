import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EditedFields } from "../../../../shared/editions.ts";
import { openStorage } from "../../../../test/services/texts-storage.ts";
import { forgetKept } from "../../kept.ts";

interface Asked {
  readonly ifAvailable?: boolean;
  readonly signal?: AbortSignal;
}

/** Names that pages hold, as browsers have it: each until its page is gone. */
const holders = new Map<string, object>();
const waiting = new Set<() => void>();

function openLocks(page: object) {
  return {
    async request(name: string, { ifAvailable = false, signal }: Asked, act: (lock: object | null) => unknown) {
      if (holders.has(name) && ifAvailable) return act(null);
      while (holders.has(name)) {
        await new Promise<void>((again, fail) => {
          waiting.add(again);
          signal?.addEventListener("abort", () => fail(signal.reason));
        });
      }
      holders.set(name, page);
      return act({ name });
    },
  };
}

type Page = typeof import("./kept-edits.ts");
type Tab = ReturnType<typeof createTab>;

/** Each has the module anew, and what other files of tests have of theirs stays. */
let pages = 0;

/** A tab: what it keeps over reloads, and the page that is in it. */
function createTab(storage = openStorage()) {
  let page: Page | null = null;
  let locks: object = {};

  /** What a page does here; a moment later than all before. */
  async function act<Answer>(deed: (page: Page) => Answer): Promise<Awaited<Answer>> {
    vi.setSystemTime(Date.now() + 1_000);
    vi.stubGlobal("sessionStorage", storage);
    if (page === null) {
      pages += 1;
      const path = `./kept-edits.ts?page=${pages}`;
      page = (await import(/* @vite-ignore */ path)) as Page;
      locks = openLocks(page);
    }
    vi.stubGlobal("navigator", { locks });
    return await deed(page);
  }
  const open = () => act(async ({ keptEdits }) => (await keptEdits(null)).edits);
  function close(): void {
    for (const [name, holder] of holders) if (holder === page) holders.delete(name);
    for (const again of waiting) again();
    page = null;
  }
  return {
    storage,
    open,
    close,
    write: (edits: EditedFields) => act(({ keepEdits }) => keepEdits(null, { edits, revision: 0 })),
    signOut: () => act(() => forgetKept(true)),
    reload() {
      close();
      return open();
    },
  };
}

/** Whoever waits for the page that was in their tab before; the tests end it. */
let patience: AbortController[];
beforeEach(() => {
  patience = [];
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.stubGlobal("localStorage", openStorage());
  vi.spyOn(AbortSignal, "timeout").mockImplementation(() => {
    const each = new AbortController();
    patience.push(each);
    return each.signal;
  });
});
afterEach(() => {
  holders.clear();
  waiting.clear();
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Opens it where a page with its name is there still, and goes on once it waits. */
async function openWaiting(tab: Tab) {
  const before = patience.length;
  const opening = tab.open();
  await vi.waitUntil(() => patience.length > before, { timeout: 20_000 });
  return { opening, giveUp: () => patience.at(-1)?.abort() };
}

/** A tab in which this was written to a store that is begun. */
async function tabWith(name: string): Promise<Tab> {
  const tab = createTab();
  await tab.open();
  await tab.write({ name });
  return tab;
}

test("D21: two tabs that begin a store keep each its own text, over reloads and where the other is saved", async () => {
  const first = await tabWith("달토끼");
  const second = createTab();
  expect(await second.open()).toEqual({});
  await second.write({ name: "별사탕" });
  expect([await first.reload(), await second.reload()]).toEqual([{ name: "달토끼" }, { name: "별사탕" }]);
  await first.write({});
  expect(await second.reload()).toEqual({ name: "별사탕" });
});

test("D21: a new tab goes on with the last text of tabs that are gone, the next one with what is left", async () => {
  const gone = [await tabWith("별사탕"), await tabWith("달토끼")];
  const open = await tabWith("솜사탕");
  for (const tab of gone) tab.close();
  const next = createTab();
  expect(await next.open()).toEqual({ name: "달토끼" });
  const last = createTab();
  expect(await last.open()).toEqual({ name: "별사탕" });
  await next.write({});
  expect([await next.reload(), await last.reload(), await open.reload()]).toEqual([
    {},
    { name: "별사탕" },
    { name: "솜사탕" },
  ]);
});

test("D21: a tab that was duplicated gets a text of its own, and so does the one it was made of", async () => {
  const first = await tabWith("달토끼");
  const copy = createTab(Object.assign(openStorage(), first.storage));
  const { opening, giveUp } = await openWaiting(copy);
  giveUp();
  expect(await opening).toEqual({});
  await copy.write({ name: "별사탕" });
  expect([await first.reload(), await copy.reload()]).toEqual([{ name: "달토끼" }, { name: "별사탕" }]);
});

test("D21: a tab that is reloaded has its own text, though the page before it is slow to go", async () => {
  const before = await tabWith("달토끼");
  const { opening } = await openWaiting(createTab(before.storage));
  before.close();
  expect(await opening).toEqual({ name: "달토끼" });
});

test("D21: whoever comes back to a store that they began in the same page finds their text", async () => {
  const tab = await tabWith("달토끼");
  expect(await tab.open()).toEqual({ name: "달토끼" });
});

test("D21: after somebody signed out nothing is left of tabs that are open or gone", async () => {
  const [tab, gone] = [await tabWith("달토끼"), await tabWith("별사탕")];
  gone.close();
  await tab.signOut();
  expect([await tab.open(), await gone.open(), await createTab().open()]).toEqual([{}, {}, {}]);
  expect(Object.keys(localStorage)).toEqual([]);
});
