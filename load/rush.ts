import { setTimeout as pause } from "node:timers/promises";
import type { Entry } from "../shared/line.ts";
import type { Crowd, Visitor } from "../test/services/crowd.ts";
import type { Rehearsal } from "./arguments.ts";

/** Presses come within this after the opening. */
const rushMs = 1_000;
const movingMs = 15_000;

export interface Answered {
  readonly visitor: Visitor;
  readonly entry: Entry;
}

type Shares = Pick<Rehearsal, "doubleTaps" | "drops">;

/** Everybody presses once within a second, some twice, some without hearing the answer at first; the last answers. */
export async function rush(crowd: Crowd, slotId: string, visitors: readonly Visitor[], shares: Shares) {
  const each = visitors.map(async (visitor): Promise<Answered[]> => {
    await pause(Math.random() * rushMs);
    const taps = [press(crowd, slotId, visitor, Math.random() < shares.drops)];
    if (Math.random() < shares.doubleTaps) taps.push(press(crowd, slotId, visitor, false));
    const [entry] = await Promise.all(taps);
    return entry ? [{ visitor, entry }] : [];
  });
  return (await Promise.all(each)).flat();
}

async function press(crowd: Crowd, slotId: string, visitor: Visitor, isDropped: boolean): Promise<Entry | null> {
  const key = crypto.randomUUID();
  if (isDropped) await crowd.join(slotId, { visitor, key, hangsUp: true });
  const reply = await crowd.joinUntilAnswered(slotId, { visitor, key });
  return reply !== null && reply.status < 300 ? (reply.body as unknown as Entry) : null;
}

/** These leave the line or cancel, each at a moment of their own, so that the line moves. */
export async function giveUp(crowd: Crowd, slotId: string, leavers: readonly Answered[]): Promise<void> {
  const each = leavers.map(async ({ visitor, entry }) => {
    await pause(Math.random() * movingMs);
    if (entry.reservationId !== null) await crowd.cancel(slotId, entry.reservationId, visitor);
    else await crowd.act("leave", entry, visitor);
  });
  await Promise.all(each);
}
