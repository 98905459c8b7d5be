import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type Crowd, createCrowd, untilAnswered, type Visitor } from "../../../load/crowd/crowd.ts";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { createChance } from "../../../server/platform/chance.ts";
import type { SlotId } from "../../../shared/ids.ts";
import type { Entry } from "../../../shared/line.ts";
import { createTalker, type Talker } from "../../services/talker.ts";
import { signedInVisitors } from "../../services/visitors.ts";
import type { House } from "./house.ts";
import type { Plan } from "./plan.ts";

export const largestParty = 3;
/** One in so many gives up what they got, within this. */
const leavesOneIn = 4;
const leavesWithinMs = 1_500;
const connections = 256;
const sayEveryMs = 700;
const allSaidWithinMs = 90_000;

interface Scene {
  readonly house: House;
  readonly plan: Plan;
  readonly slot: SlotId;
  readonly room: string;
  /** The address in front of the servers. */
  readonly url: string;
}

interface Guest {
  readonly visitor: Visitor;
  readonly comesAtMs: number;
  readonly partySize: number;
  /** How long they stay before they give up what they got; null for who does not. */
  readonly staysMs: number | null;
}

function guestsOf({ seed, people, loadMs }: Plan, visitors: readonly Visitor[]): Guest[] {
  const chance = createChance(seed + 1);
  return visitors.map((visitor, at) => ({
    visitor,
    comesAtMs: (loadMs * at) / people,
    partySize: chance.whole(1, largestParty),
    staysMs: chance.oneIn(leavesOneIn) ? chance.whole(0, leavesWithinMs) : null,
  }));
}

/** Everybody has looked at a page at each of these, so they know the sessions for a while without PostgreSQL. */
export async function openPages(urls: readonly string[], visitors: readonly Visitor[]): Promise<void> {
  const { clients, close } = createCrowd(urls, connections);
  for (const { send } of clients) {
    await Promise.all(visitors.map(({ cookie }) => send("GET", "/api/me", { cookie })));
  }
  close();
}

async function comeIn({ ledger, urls }: House, { people, talkers, servers }: Plan): Promise<Visitor[]> {
  const everybody = await signedInVisitors(ledger.database, people + talkers);
  await openPages(urls().slice(0, servers), everybody);
  return everybody;
}

/** Whoever has a seat meanwhile cannot leave the line any more, and keeps it. */
function giveUp(crowd: Crowd, visitor: Visitor, { id, slotId, reservationId }: Entry) {
  const key = randomUUID();
  return untilAnswered(() =>
    reservationId === null
      ? crowd.act("leave", { id, slotId }, visitor, key)
      : crowd.cancel(slotId, reservationId, visitor, key),
  );
}

/** Everybody comes in their turn, presses until they are answered, and some give up what they got. */
async function press(crowd: Crowd, slot: SlotId, guest: Guest): Promise<boolean> {
  await pause(guest.comesAtMs);
  const { visitor, partySize } = guest;
  const reply = await crowd.joinUntilAnswered(slot, { visitor, partySize });
  if (reply === null || reply.status >= 300) return false;
  if (guest.staysMs === null) return true;
  await pause(guest.staysMs);
  const left = await giveUp(crowd, visitor, reply.body as unknown as Entry);
  return left !== null && left.status < 500;
}

/** Somebody says something now and then while the load lasts. */
async function talk(talker: Talker, name: number, loadMs: number) {
  const said: { text: string; clientId: string }[] = [];
  await pause((sayEveryMs * name) / 6);
  for (let at = 0; at * sayEveryMs < loadMs; at += 1) {
    // Every second text is what others say too: repeated texts stay.
    const text = at % 2 === 0 ? "몇 시에 열어요?" : `${name}-${at}`;
    said.push({ text, clientId: talker.say(text) });
    await pause(sayEveryMs);
  }
  return said;
}

export type Load = Awaited<ReturnType<typeof openLoad>>;

/** People before one button and in one room, and a record of all they sent, said, were told and saw. */
export async function openLoad({ house, plan, slot, room, url }: Scene) {
  const crowd = createCrowd([url], connections);
  const everybody = await comeIn(house, plan);
  const guests = guestsOf(plan, everybody.slice(plan.talkers));
  const talkers = everybody.slice(0, plan.talkers).map(({ cookie }) => createTalker({ urls: [url], room, cookie }));
  await waitUntil(() => talkers.every(({ isOpen }) => isOpen()), { what: "those who talk are there" });
  let atIt = guests.length;
  const count = (isAnswered: boolean) => {
    atIt -= 1;
    return isAnswered;
  };

  return {
    events: crowd.events,
    talkers,
    isUnderWay: () => atIt > 0,
    /** Answers how many were never answered, and what was said. */
    async play() {
      const pressing = guests.map((guest) => press(crowd, slot, guest).then(count));
      const talking = talkers.map((talker, name) => talk(talker, name, plan.loadMs));
      const [answered, said] = await Promise.all([Promise.all(pressing), Promise.all(talking)]);
      return { unanswered: answered.filter((is) => !is).length, said: said.flat() };
    },
    /** All that was said is acknowledged, and everybody has seen up to this number; false when that does not come. */
    untilHeard: (last: () => Promise<number>) =>
      waitUntil(
        async () => {
          if (talkers.some(({ unsaid }) => unsaid() > 0)) return false;
          const seq = await last();
          return talkers.every(({ seen }) => seen.has(seq));
        },
        { what: "all is said and heard", timeoutMs: allSaidWithinMs, everyMs: 100 },
      ).catch(() => false),
    close(): void {
      crowd.close();
      for (const talker of talkers) talker.close();
    },
  };
}
