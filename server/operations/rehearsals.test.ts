import { expect, test } from "vitest";
import type { Stage } from "./ports.ts";
import { createRehearsals } from "./rehearsals.ts";

type Tell = Parameters<Stage["play"]>[1];

/** A stage on which the test itself plays. */
function openStage() {
  const plays: { tell: Tell; end: (lastWords: string) => void; fail: (error: Error) => void }[] = [];
  const stage: Stage = {
    play: (_, tell) => new Promise((resolve, reject) => plays.push({ tell, end: resolve, fail: reject })),
    stop: async () => undefined,
  };
  return { rehearsals: createRehearsals(stage), playing: () => plays.at(-1) as (typeof plays)[number] };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("there is none, then one, and no second one beside it", async () => {
  const { rehearsals, playing } = openStage();
  expect(rehearsals.latest()).toBeNull();
  expect(rehearsals.tickets()).toEqual({ problem: "not-found" });
  expect(rehearsals.begin({ visitors: 300 })).toMatchObject({ phase: "signing-in", visitors: 300, seats: 500 });
  expect(rehearsals.begin({})).toEqual({ problem: "rehearsal-running" });

  playing().tell({ phase: "done", tickets: "ticket\r\n" });
  expect(rehearsals.latest()).toMatchObject({ phase: "done" });
  expect(rehearsals.latest()).not.toHaveProperty("tickets");
  expect(rehearsals.tickets()).toBe("ticket\r\n");
  playing().end("");
  await settled();
  expect(rehearsals.latest()).toMatchObject({ phase: "done", trouble: null });

  expect(rehearsals.begin({})).toMatchObject({ phase: "signing-in", visitors: 10_000, seats: 500 });
  expect(rehearsals.tickets()).toEqual({ problem: "not-found" });
});

test("a play that ends without a word, or cannot begin, has failed, and another may begin", async () => {
  const { rehearsals, playing } = openStage();
  rehearsals.begin({});
  playing().end("");
  await settled();
  expect(rehearsals.latest()).toMatchObject({ phase: "failed", trouble: "It ended early." });

  rehearsals.begin({});
  playing().fail(new Error("no room"));
  await settled();
  expect(rehearsals.latest()).toMatchObject({ phase: "failed", trouble: "Error: no room" });
  expect(rehearsals.begin({})).toMatchObject({ phase: "signing-in" });
});
