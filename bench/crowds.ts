import { setTimeout as pause } from "node:timers/promises";
import type { PersonId } from "../shared/ids.ts";
import type { Presses } from "./joins.ts";
import { waitForQuiet } from "./quiet.ts";
import { cookiesOf, type ProductServer } from "./stage.ts";

/** Sessions are kept in memory for 5 s; a crowd that comes back later is loaded again, as it was the first time. */
const sessionsKeptMs = 5_200;
/** Crowds that take turns let runs follow each other closely; the machine has less time to change. */
const crowds = 2;

interface Wish {
  readonly server: ProductServer;
  readonly people: number;
  readonly quick: boolean;
  readonly pressesOf: (people: readonly PersonId[], cookies: readonly string[]) => Presses;
}

/** Crowds who press in turns. `next` waits until the server has forgotten the crowd and the machine is quiet. */
export async function createCrowds({ server, people, quick, pressesOf }: Wish) {
  const all: { presses: Presses; restedAt: number }[] = [];
  for (let crowd = 0; crowd < crowds; crowd += 1) {
    const some = await server.ask("addPeople", people);
    all.push({ presses: pressesOf(some, cookiesOf(some)), restedAt: 0 });
  }
  await server.ask("tidy", null);
  let turn = 0;

  return {
    async next(): Promise<Presses> {
      const last = all[(turn + crowds - 1) % crowds];
      if (last !== undefined) last.restedAt = performance.now() + sessionsKeptMs;
      const crowd = all[turn % crowds] as (typeof all)[number];
      turn += 1;
      if (quick) return crowd.presses;
      await pause(Math.max(0, crowd.restedAt - performance.now()));
      await waitForQuiet();
      return crowd.presses;
    },
  };
}

export type Crowds = Awaited<ReturnType<typeof createCrowds>>;
