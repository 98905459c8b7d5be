import type { Http } from "../../../server/platform/http/index.ts";
import { openWorld, type World } from "../world.ts";
import type { Ground } from "./judge.ts";
import { haveTheSame } from "./others.ts";
import { makeThings, type Side, signEverybodyIn } from "./things.ts";

/** The limit per person would stop a test that asks a thousand times at once: a clock that runs on between any two. */
const hurriedClock = () => {
  let hurriedMs = 0;
  return {
    now: () => {
      hurriedMs += 50;
      return Date.now() + hurriedMs;
    },
    wait: async () => undefined,
  };
};

/** The product with two of everybody and what they have. */
export async function openGround(moreRoutes?: (http: Http) => void): Promise<Ground> {
  const changes = moreRoutes === undefined ? {} : { moreRoutes };
  const world: World = await openWorld({}, { clock: hurriedClock(), isStill: true, ...changes });
  const { cookies, ids } = await signEverybodyIn(world);
  const side = (name: "A" | "B"): Side => ({
    visitor: cookies[`visitor${name}`] as string,
    visitorId: ids[`visitor${name}`] as string,
    host: cookies[`host${name}`] as string,
    staff: cookies[`staff${name}`] as string,
    staffId: ids[`staff${name}`] as string,
  });
  const sides = { A: side("A"), B: side("B") };
  const things = { A: await makeThings(world, sides.A), B: await makeThings(world, sides.B) };
  await haveTheSame(world, things);
  return { world, cookies, sides, things };
}
