import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import type { Message } from "../../shared/chat.ts";
import type { PersonId } from "../../shared/ids.ts";
import { type Schedule, simulate } from "./schedule.ts";
import { createProcesses, type Processes } from "./simulated-processes.ts";
import { openReader, type Reader } from "./simulated-reader.ts";
import { createRoomStore, type RoomStore } from "./simulated-room.ts";

const runs = Number(process.env.SIMULATION_RUNS ?? 200);
const people = 3;
const talkMs = 12_000;
const mostSettlingMs = 180_000;
const quietSeconds = 5;

interface World extends Schedule {
  readonly store: RoomStore;
  readonly processes: Processes;
  readonly readers: readonly Reader[];
}

/** Everybody says something now and then, and presses "again" where it failed. */
async function talkOf({ chance, delay, now }: World, reader: Reader, who: number): Promise<number> {
  let said = 0;
  while (now() < talkMs) {
    await delay(2_500);
    // Repeated texts are messages of their own.
    reader.say(chance.oneIn(3) ? "안녕하세요" : `${who}: ${said}`);
    said += 1;
    reader.again();
  }
  return said;
}

async function trouble({ chance, delay, now, store, processes, readers }: World): Promise<void> {
  while (now() < talkMs) {
    await delay(3_000);
    const what = chance.whole(1, 5);
    if (what === 1) await processes.kill();
    else if (what === 2) store.goAway(chance.between(100, 4_000));
    else if (what === 3) chance.pick(readers).drop();
    else store.hide();
  }
  store.heal();
}

/** Until everybody is shown all there is for some sweeps, and nobody waits for a message of their own. */
async function settle({ now, wait, store, readers }: World): Promise<void> {
  const isThrough = ({ isWaiting, shown }: Reader) => !isWaiting() && shown().at(-1)?.seq === store.messages.length;
  const since = now();
  let quiet = 0;
  while (quiet < quietSeconds && now() - since < mostSettlingMs) {
    await wait(1_000);
    for (const reader of readers) reader.again();
    quiet = readers.every(isThrough) ? quiet + 1 : 0;
  }
}

/** What is wrong after a run, in words; nothing when all holds. */
function judge({ store, readers, processes }: World, said: number): string[] {
  const { messages } = store;
  const talks = messages.filter(({ kind }) => kind === "talk");
  const wrong = [...processes.wrong, ...readers.flatMap((reader) => reader.wrong)];
  if (talks.length !== said) wrong.push(`${said} said, ${talks.length} kept`);
  for (const [at, reader] of readers.entries()) {
    const shown = reader.shown();
    if (shown.at(-1)?.seq !== messages.length) wrong.push(`reader ${at} is shown less than all`);
    const others = shown.filter((message) => !isDeepStrictEqual(message, messages[message.seq - 1]));
    wrong.push(...others.map((message) => `reader ${at} is shown ${JSON.stringify(message)}, which is not kept so`));
  }
  return wrong;
}

interface Played {
  readonly wrong: readonly string[];
  readonly seen: ReadonlySet<string>;
  readonly history: readonly Message[];
}

function playRoom(seed: number, control?: { keepsOnce: boolean }): Promise<Played> {
  return simulate(seed, async (schedule) => {
    const store = createRoomStore(schedule, control);
    const processes = createProcesses(schedule, store, 2);
    const readers = Array.from({ length: people }, (_, at) => openReader(schedule, processes, `${at + 1}` as PersonId));
    const world: World = { ...schedule, store, processes, readers };
    const [, ...said] = await Promise.all([trouble(world), ...readers.map((reader, at) => talkOf(world, reader, at))]);
    await settle(world);
    const wrong = judge(
      world,
      said.reduce((sum, count) => sum + count, 0),
    );
    for (const reader of readers) reader.end();
    return { wrong, seen: store.seen, history: store.messages };
  });
}

const everythingWorthSeeing = [
  ...["a process killed", "the database away", "a lost hint", "a message hidden"],
  ...["lost before its commit", "lost after its commit", "committed by one that died"],
];

test("I8: whatever dies or is lost, everybody ends with what is kept, in its order and once", async () => {
  const first = Number(process.env.SIMULATION_SEED ?? Math.floor(Math.random() * 1_000_000_000));
  const seen = new Set<string>();
  for (let seed = first; seed < first + runs; seed += 1) {
    const played = await playRoom(seed);
    expect(played.wrong, `SIMULATION_SEED=${seed}`).toEqual([]);
    for (const what of played.seen) seen.add(what);
  }
  expect([...seen]).toEqual(expect.arrayContaining(everythingWorthSeeing));
});

test("I8 control: a store that keeps a message as often as it comes is found out", async () => {
  const found: string[] = [];
  for (let seed = 1; seed <= 100 && found.length === 0; seed += 1) {
    found.push(...(await playRoom(seed, { keepsOnce: false })).wrong);
  }
  expect(found).not.toEqual([]);
});

test("one seed is one run", async () => {
  const [one, again] = [await playRoom(7), await playRoom(7)];
  expect(one).toEqual(again);
});
