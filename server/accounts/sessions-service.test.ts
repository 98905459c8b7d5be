import { expect, test } from "vitest";
import type { PersonId, SessionId } from "../../shared/ids.ts";
import { createLocalBus } from "../platform/bus/bus.local.ts";
import { realClock } from "../platform/clock.ts";
import type { Sessions } from "./ports.ts";
import { createSessionDesk } from "./sessions-service.ts";

const session = "6f1f6a4e-0000-4000-8000-000000000001" as SessionId;
const seal = { close: () => "", open: () => ({ session, issuedAt: 0 }) };
const person = { id: "7" as PersonId, name: "지수", role: "visitor", session } as const;

test("a session that has ended on another process is refused here and told of at the next look", async () => {
  let hasEnded = false;
  const sessions = {
    find: async () => (hasEnded ? [] : [person]),
    endedLately: async () => (hasEnded ? [session] : []),
  } as unknown as Sessions;
  const desk = createSessionDesk({ sessions, seal, clock: realClock, bus: createLocalBus() });
  const told: string[] = [];
  desk.onEnded((ended) => told.push(...ended));

  expect(await desk.whoIs("a cookie")).toMatchObject({ id: "7" });
  hasEnded = true;
  // Remembered until the look, and not a moment longer.
  expect(await desk.whoIs("a cookie")).toMatchObject({ id: "7" });
  await desk.lookForEnded();
  expect(await desk.whoIs("a cookie")).toBeNull();
  expect(told).toEqual([session]);
});

test("S4, TRUST: what another process changed or ended is so here at once, by the bus, without a look", async () => {
  let found = [person as typeof person | { name: string }];
  const sessions = {
    find: async () => found,
    list: async () => [{ id: session }],
    end: async () => [session],
  } as unknown as Sessions;
  const bus = createLocalBus();
  const [there, here] = [0, 1].map(() => createSessionDesk({ sessions, seal, clock: realClock, bus }));
  const told: string[] = [];
  here?.onEnded((ended) => told.push(...ended));
  expect(await here?.whoIs("a cookie")).toMatchObject({ name: "지수" });
  found = [{ ...person, name: "민준" }];
  expect(await here?.whoIs("a cookie")).toMatchObject({ name: "지수" });
  await there?.refresh(person.id);
  expect([await here?.whoIs("a cookie"), told]).toMatchObject([{ name: "민준" }, []]);
  found = [];
  await there?.endAll(person.id);
  expect([await here?.whoIs("a cookie"), told]).toEqual([null, [session]]);
});
