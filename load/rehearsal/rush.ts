import { setTimeout as pause } from "node:timers/promises";
import type { Entry } from "../../shared/line.ts";
import type { Crowd, Visitor } from "../crowd/crowd.ts";
import type { Rehearsal } from "./arguments.ts";

/** Presses come within this after the opening. */
const rushMs = 1_000;
/** Whoever gives their place up does so within this after they have got it. */
const movingMs = 15_000;

export interface Answered {
  readonly visitor: Visitor;
  readonly entry: Entry;
}

type Shares = Pick<Rehearsal, "doubleTaps" | "drops">;

interface Opening {
  readonly slotId: string;
  readonly shares: Shares;
  /** Told of each who has a place, once nothing of theirs is under way. */
  readonly onPlace: (answered: Answered) => void;
}

/** Everybody presses once within a second, some twice, some without hearing the answer at first; the last answers. */
export async function rush(crowd: Crowd, visitors: readonly Visitor[], { slotId, shares, onPlace }: Opening) {
  const each = visitors.map(async (visitor) => {
    await pause(Math.random() * rushMs);
    const taps = [press(crowd, slotId, visitor, Math.random() < shares.drops)];
    if (Math.random() < shares.doubleTaps) taps.push(press(crowd, slotId, visitor, false));
    const [entry] = await Promise.all(taps);
    if (entry) onPlace({ visitor, entry });
  });
  await Promise.all(each);
}

async function press(crowd: Crowd, slotId: string, visitor: Visitor, isDropped: boolean): Promise<Entry | null> {
  const key = crypto.randomUUID();
  if (isDropped) await crowd.join(slotId, { visitor, key, hangsUp: true });
  const reply = await crowd.joinUntilAnswered(slotId, { visitor, key });
  return reply !== null && reply.status < 300 ? (reply.body as unknown as Entry) : null;
}

/** Leaves the line or cancels, each at a moment of their own, so that the line moves from the opening on. */
export async function giveUp(crowd: Crowd, { visitor, entry }: Answered): Promise<void> {
  await pause(Math.random() * movingMs);
  if (entry.reservationId !== null) await crowd.cancel(entry.slotId, entry.reservationId, visitor);
  else await crowd.act("leave", entry, visitor);
}
