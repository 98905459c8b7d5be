import type { PersonId, SlotId } from "../../../shared/ids.ts";
import type { ProblemName } from "../../../shared/problems.ts";
import type { RedisLink } from "../../platform/redis/link.redis.ts";
import type { Buffer, Claimed, Given, Head, Left, Looked, Pressed } from "./ports.ts";

/** Redis is away. By its code it counts as trouble that may pass: whoever presses again with the same key is known. */
class BufferAway extends Error {
  readonly code = "ECONNREFUSED";
}

type HeadReply = readonly [number, number, number, number, number, number, number, number, number];
type TicketsReply = readonly [] | readonly [HeadReply, readonly string[]];
type LookReply = readonly [] | readonly [HeadReply, string, string];

const headOf = ([epoch, first, due, next, waiting, departed, handed, back, recovering]: HeadReply): Head => ({
  ...{ epoch, first, due, next, waiting, departed, handed, back, afterLoss: recovering > 0 },
});

function pressedOf(text: string): Pressed {
  const [kind, what = "", more = "", key = "", left] = text.split(" ");
  if (kind === "ending" || kind === "unknown") return { kind };
  if (kind === "refused") {
    return { kind, problem: what as ProblemName | "recovering", inMs: Number(more) };
  }
  const held = { ticket: Number(what), partySize: Number(more), key, hasLeft: left === "left" };
  return { kind: kind as "new" | "mine" | "same", ...held };
}

function givenOf(text: string): Given {
  const [gone, ticket, person, partySize, key = ""] = text.split(" ");
  return {
    ticket: Number(ticket),
    person: person as PersonId,
    partySize: Number(partySize),
    key,
    gone: gone === "1",
  };
}

function mineOf(text: string): Looked["mine"] {
  if (text === "") return null;
  const [ticket, partySize, key = "", leave] = text.split(" ");
  return { ticket: Number(ticket), partySize: Number(partySize), key, hasLeft: leave !== undefined };
}

/**
 * The buffer in one Redis that keeps what it was told (decision 0039: `appendonly yes`, `noeviction`). Each step is one
 * script, so it happens whole. All keys of a slot end an hour after it began.
 */
export function createRedisBuffer(link: RedisLink): Buffer {
  const of = (slot: SlotId) => link.named(`line:${slot}`);
  const work = link.named("line:work");
  const script = <Answer>(name: string) => {
    const call = link.script<Answer>(`line/buffer/${name}.lua`);
    return async (keys: readonly string[], values: readonly (string | number)[]): Promise<Answer> => {
      const answer = await call(keys, values);
      if (answer === undefined) throw new BufferAway("Redis is away");
      return answer;
    };
  };
  const [keepCard, dropCard] = [script<number>("keep-card"), script<number>("drop-card")];
  const takeTickets = script<TicketsReply>("take-tickets");
  const [lookUp, leaveLine] = [script<LookReply>("look"), script<readonly string[]>("leave")];
  const [claimWork, handOver] = [script<readonly string[]>("claim"), script<number | null>("hand-over")];

  return {
    async keep(card, mayMake) {
      const { slot, epoch, now, next, first } = card;
      const asBit = (flag: boolean) => (flag ? 1 : 0);
      const fields = {
        ...{ first, last: card.last, due: next, opens: card.opensAt, closes: card.closesAt, starts: card.startsAt },
        ...{ recovering: card.recoveringUntil, largest: card.largest, most: card.mostWaiting, free: card.free },
        ...{ open: asBit(card.listOpen), paused: asBit(card.paused), gaps: asBit(card.fillsGaps) },
        ...{ waiting: card.waiting, departed: card.departed, ending: asBit(card.staysDirect) },
        quiet: asBit(card.isQuiet),
      };
      const values = [asBit(mayMake), now, epoch, Math.max(next, first), ...Object.entries(fields).flat()];
      const kept = await keepCard([of(slot)], values);
      if (kept > 0) return kept > epoch ? "later" : "there";
      return (["absent", "lost", "drained"] as const)[-kept] ?? "there";
    },
    drop: (slot, epoch) => dropCard([of(slot)], [epoch]),
    async press(slot, presses) {
      const values = presses.flatMap(({ person, partySize, key, checked, returning, isNew }) => {
        const [lives, ended] = [checked?.lives === true ? checked.ticket : 0, checked?.ticket ?? 0];
        return [person, partySize, key, lives === 0 ? ended : -lives, returning, isNew ? 1 : 0];
      });
      const [head, pressed = []] = await takeTickets([of(slot), work], [slot, ...values]);
      return head === undefined ? null : { head: headOf(head), pressed: pressed.map(pressedOf) };
    },
    async look(slot, person, ticket) {
      const [head, mine = "", standsFor = ""] = await lookUp([of(slot)], [person, ticket]);
      if (head === undefined) return null;
      return { head: headOf(head), mine: mineOf(mine), standsFor: standsFor === "" ? null : Number(standsFor) };
    },
    async leave(slot, person, ticket, key) {
      const [outcome, partySize = "1"] = await leaveLine([of(slot)], [person, ticket, key]);
      return { outcome: outcome as Left["outcome"], partySize: Number(partySize) };
    },
    async claim(slot, worker, stale, most): Promise<Claimed> {
      const [state, lease = "", epoch, ...given] = await claimWork([of(slot), work], [slot, worker, stale, most]);
      if (state === "work") return { state, lease, epoch: Number(epoch), given: given.map(givenOf) };
      return { state: state as "idle" | "wait" | "held", lease };
    },
    handOver({ slot, epoch, last, waiting, departed, free, voids }) {
      const instead = voids.flatMap((one) => [
        ...[one.ticket, one.person, one.instead?.ticket ?? 0, one.instead?.partySize ?? 0],
      ]);
      return handOver([of(slot), work], [slot, epoch, last, waiting, departed, free, ...instead]);
    },
    async busy() {
      const slots = await link.ask((redis) => redis.smembers(work));
      if (slots === undefined) throw new BufferAway("Redis is away");
      return slots as SlotId[];
    },
  };
}
