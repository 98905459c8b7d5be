import { expect, test } from "vitest";
import type { PersonId, SessionId } from "../../shared/ids.ts";
import { createLocalBus } from "../platform/bus/bus.local.ts";
import { realClock } from "../platform/clock.ts";
import type { Sessions } from "./ports.ts";
import { createSessionDesk } from "./sessions-service.ts";

const session = "6f1f6a4e-0000-4000-8000-000000000001" as SessionId;
const person = { id: "7" as PersonId, name: "지수", role: "visitor", session } as const;

test("a session that has ended on another process is refused here and told of at the next look", async () => {
  let hasEnded = false;
  const sessions = {
    find: async () => (hasEnded ? [] : [person]),
    endedLately: async () => (hasEnded ? [session] : []),
  } as unknown as Sessions;
  const seal = { close: () => "", open: () => ({ session, issuedAt: 0 }) };
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
