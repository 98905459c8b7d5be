import { readFileSync } from "node:fs";
import type { SlotId } from "../../shared/ids.ts";
import type { Choices } from "../arguments.ts";
import { type Hall, measured, openHall } from "../hall.ts";
import { joinPath } from "../joins.ts";
import { median } from "../report/median.ts";
import { makeReport, type Report } from "../report/report.ts";
import { interleave, type Part } from "../rounds.ts";
import { cookiesOf, openStage } from "../stage.ts";

const joinsPerSecond = 500;
const joiningSeconds = 10;
const broadcasts = 5;

/** The median over some broadcasts of the time from the first to the last reader, each started by `start`. */
async function spreads({ listeners }: Hall, start: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < broadcasts; count += 1) {
    await listeners.ask("listen", null);
    await start();
    times.push(await listeners.ask("spread", null));
  }
  return median(times);
}

async function bareBroadcast(hall: Hall): Promise<Part> {
  const { bare, listeners, people } = hall;
  await listeners.ask("open", { url: bare.url, count: people, cookies: [], says: [] });
  const text = JSON.stringify({ slot: { id: "1", rev: 1000, held: 500, capacity: 500, waiting: 9500, gone: [] } });
  const part = await measured(hall, people * broadcasts, () =>
    spreads(hall, () => bare.ask("broadcast", text.padEnd(180))),
  );
  await listeners.ask("close", null);
  return part;
}

const kilobytesOf = (pid: number) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);

/** Everybody follows the slot and their own entries, as a page does. */
async function fill(hall: Hall, slot: SlotId): Promise<number> {
  const { server, listeners, people } = hall;
  const cookies = cookiesOf(await server.ask("addPeople", people));
  const before = kilobytesOf(server.pid);
  const says = [JSON.stringify({ follow: "me" }), JSON.stringify({ follow: `slot:${slot}` })];
  await listeners.ask("open", { url: server.url, count: people, cookies, says });
  // Everybody has been told that all are here: what they hear next is news of the slot.
  await listeners.ask("until", `"here":${people}`);
  return (kilobytesOf(server.pid) - before) / people;
}

async function oneUpdate(hall: Hall): Promise<Part> {
  const { server, listeners, people } = hall;
  const slot = await server.ask("addSlot", { capacity: 1 });
  const kilobytes = await fill(hall, slot);
  const joiners = cookiesOf(await server.ask("addPeople", broadcasts));
  let pressed = 0;
  const press = () => {
    const cookies = joiners.slice(pressed, pressed + 1);
    pressed += 1;
    return listeners.ask("press", { url: server.url, path: joinPath(slot), cookies, perSecond: 1 });
  };
  const part = await measured(hall, people * broadcasts, () => spreads(hall, press));
  await listeners.ask("close", null);
  return { ...part, facts: { "KiB a socket": kilobytes } };
}

async function whileJoining(hall: Hall): Promise<Part> {
  const { server, listeners, people, quick } = hall;
  const slot = await server.ask("addSlot", { capacity: 1 });
  await fill(hall, slot);
  const seconds = quick ? 1 : joiningSeconds;
  const cookies = cookiesOf(await server.ask("addPeople", joinsPerSecond * seconds));
  const heardBefore = await listeners.ask("heard", null);
  const startedAt = performance.now();
  const path = joinPath(slot);
  const part = await measured(hall, cookies.length, async () => {
    const { made } = await listeners.ask("press", { url: server.url, path, cookies, perSecond: joinsPerSecond });
    if (made !== cookies.length) throw new Error(`A wrong run: ${made} of ${cookies.length} joined`);
    return performance.now() - startedAt;
  });
  const heard = (await listeners.ask("heard", null)) - heardBefore;
  await listeners.ask("close", null);
  const facts = {
    "of a core": part.serverMicros / (part.elapsedMs * 1_000),
    "messages a second to each": heard / people / (part.elapsedMs / 1_000),
  };
  return { ...part, facts };
}

/** P5: ten thousand people look on while joins go on. */
export async function live(choices: Choices): Promise<Report> {
  const stage = await openStage(choices);
  try {
    const hall = await openHall(stage, choices.quick ? 100 : 10_000, choices.quick);
    const parts = {
      "bare broadcast": () => bareBroadcast(hall),
      "one update": () => oneUpdate(hall),
      "500 joins/s": () => whileJoining(hall),
    };
    const rounds = await interleave({ ...choices, parts });
    return await makeReport({
      number: "P5",
      question: "10,000 sockets on one process: one update to all against a bare broadcast, processor time, memory",
      choices,
      services: stage.services,
      rounds,
      ratios: [
        {
          what: "one update ÷ bare broadcast, first to last reader",
          atMost: 2,
          of: (each) => each["one update"].elapsedMs / each["bare broadcast"].elapsedMs,
        },
        {
          what: "of a core with 500 joins/s",
          atMost: 0.6,
          of: (each) => each["500 joins/s"].facts?.["of a core"] ?? Number.NaN,
        },
        {
          what: "KiB a socket",
          atMost: 20,
          of: (each) => each["one update"].facts?.["KiB a socket"] ?? Number.NaN,
        },
      ],
    });
  } finally {
    await stage.close();
  }
}
