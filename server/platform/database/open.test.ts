import { afterEach, expect, test, vi } from "vitest";
import { openDatabase } from "./open.ts";

/** The engine of these tests is ready when they say so, however long that takes. */
const slowness = vi.hoisted(() => {
  let end: () => void = () => undefined;
  const isOver = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { isOver, end: () => end(), hasStarted: Promise.resolve() };
});

vi.mock("@electric-sql/pglite", async (original) => {
  const engines = await original<typeof import("@electric-sql/pglite")>();
  function PGlite(place: string) {
    const engine = new engines.PGlite(place);
    slowness.hasStarted = engine.waitReady;
    return Object.assign(engine, { waitReady: engine.waitReady.then(() => slowness.isOver) });
  }
  return { ...engines, PGlite };
});

afterEach(() => vi.useRealTimers());

test("an embedded database that takes minutes to start is waited for", { timeout: 30_000 }, async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const opening = openDatabase({ databaseUrl: null, dataFolder: "memory://" });
  await slowness.hasStarted;
  vi.advanceTimersByTime(600_000);
  slowness.end();
  const database = await opening;
  expect(await database.query({ text: "select 1 as one", values: [] })).toEqual([{ one: 1 }]);
  await database.close();
});
