import { randomBytes, randomUUID } from "node:crypto";
import { createSessionDesk } from "../server/accounts/index.ts";
import type { Sessions } from "../server/accounts/ports.ts";
import { createLocalBus } from "../server/platform/bus/bus.local.ts";
import { realClock } from "../server/platform/clock.ts";
import { personLimit } from "../server/platform/http/guard.ts";
import { createSeal } from "../server/platform/http/index.ts";
import { findSession } from "../server/platform/http/session-cookie.ts";
import { createLimiter } from "../server/platform/limits/limiter.ts";
import type { PersonId, SessionId } from "../shared/ids.ts";
import type { Part } from "./rounds.ts";

const people = 20_000;

/** Every session is somebody's; what the database adds is counted with the do-nothing route. */
const everybody = {
  find: async (sessions) =>
    sessions.map((session) => ({ session, id: session as string as PersonId, name: "-", role: "visitor" as const })),
} as Pick<Sessions, "find"> as Sessions;

/** Nobody is refused: it is always an hour later. */
function patientClock() {
  let now = 0;
  return {
    now: () => {
      now += 3_600_000;
      return now;
    },
  };
}

/**
 * What a session costs a request by itself, in this process: its cookie found, its signature checked, its person known
 * or looked up with the others of the instant, their limit counted. Processor time, so it is the same whoever else is
 * on the machine, and no difference of two large figures.
 */
export async function checkSessions(checks: number): Promise<Part> {
  const seal = createSeal(randomBytes(32).toString("hex"));
  const desk = createSessionDesk({ sessions: everybody, clock: realClock, seal, bus: createLocalBus() });
  const take = createLimiter(personLimit, patientClock());
  const issuedAt = Math.floor(Date.now() / 1_000);
  const headers = Array.from(
    { length: people },
    () => `popline-language=ko; popline=${seal.close({ session: randomUUID() as SessionId, issuedAt })}`,
  );
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  for (let at = 0; at < checks; at += 1) {
    const person = await desk.whoIs(findSession(headers[at % people], false) ?? "");
    if (person === null || take(person.id) > 0) throw new Error("Somebody with a session was refused.");
  }
  const { user, system } = process.cpuUsage(before);
  const elapsedMs = performance.now() - startedAt;
  const others = { databaseMicros: 0, generatorMicros: 0, foreignShare: 0 };
  return { requests: checks, elapsedMs, serverMicros: user + system, ...others };
}
