import { createChance } from "../../server/platform/chance.ts";
import { type CrowdCourse, pressTimes } from "./crowd-course.ts";

/** Server processes, one a core, that hand out tickets from ranges they ask one counter for. */
export interface Entrance {
  readonly cores: number;
  /** Processor time of one join at its server, as `npm run bench` prints it. */
  readonly joinMicros: number;
  /** Everybody whom a process has read within a window is in one batch and one range. */
  readonly windowMs: number;
  /** To the counter and back; each way between half of it and half as much again, halved. */
  readonly counterMs: number;
  readonly seed: number;
}

export interface Entered {
  /** From a press until its ticket, in milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly lastMs: number;
  /** So much earlier somebody had pressed than a person with a better ticket, in milliseconds. */
  readonly passedP99Ms: number;
  readonly passedMostMs: number;
  /** Ranges the counter was asked for in the busiest second. */
  readonly rangesASecond: number;
}

/** A batch: when the counter answered it, and when its people had pressed. */
interface Range {
  readonly countedAt: number;
  readonly answeredAt: number;
  readonly pressedAt: readonly number[];
}

/** Whom each process finds before its door: a balancer deals them out at random. */
function dealOut(times: Float64Array, cores: number, seed: number): number[][] {
  const chance = createChance(seed);
  const queues: number[][] = Array.from({ length: cores }, () => []);
  for (const time of times) queues[chance.whole(0, cores - 1)]?.push(time);
  return queues;
}

/** What one process asks for: each window, those who had come before its end and whom its core could read by then. */
function rangesOf(
  queue: readonly number[],
  { joinMicros, windowMs, counterMs, seed }: Entrance,
  core: number,
): Range[] {
  const chance = createChance(seed + core + 1);
  const way = () => (counterMs / 2) * chance.between(0.5, 1.5);
  const joinMs = joinMicros / 1_000;
  const ranges: Range[] = [];
  let taken = 0;
  // Of its processor, in ms: idle time is not saved up.
  let freeAt = 0;
  for (let end = windowMs; taken < queue.length; end += windowMs) {
    const pressedAt: number[] = [];
    while (taken < queue.length) {
      const press = queue[taken] as number;
      const readAt = Math.max(freeAt, press) + joinMs;
      if (readAt > end) break;
      freeAt = readAt;
      pressedAt.push(press);
      taken += 1;
    }
    if (pressedAt.length === 0) continue;
    const countedAt = end + way();
    ranges.push({ countedAt, answeredAt: countedAt + way(), pressedAt });
  }
  return ranges;
}

const at = (sorted: Float64Array, share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;

/** Plays one opening: who waits how long for a ticket, and who is passed by whom. The same seed plays it again. */
export function enter(course: CrowdCourse, entrance: Entrance): Entered {
  const queues = dealOut(pressTimes(course), entrance.cores, entrance.seed);
  const ranges = queues.flatMap((queue, core) => rangesOf(queue, entrance, core));
  ranges.sort((one, other) => one.countedAt - other.countedAt);
  const waits = new Float64Array(course.joiners);
  const passed = new Float64Array(course.joiners);
  const ofSecond = new Map<number, number>();
  let ticket = 0;
  let latest = 0;
  for (const { countedAt, answeredAt, pressedAt } of ranges) {
    const second = Math.floor(countedAt / 1_000);
    ofSecond.set(second, (ofSecond.get(second) ?? 0) + 1);
    for (const press of pressedAt) {
      waits[ticket] = answeredAt - press;
      passed[ticket] = Math.max(0, latest - press);
      ticket += 1;
    }
    latest = Math.max(latest, pressedAt.at(-1) ?? 0);
  }
  const [byWait, byPassed] = [waits.sort(), passed.sort()];
  return {
    ...{ p50Ms: at(byWait, 0.5), p99Ms: at(byWait, 0.99), lastMs: at(byWait, 1) },
    ...{ passedP99Ms: at(byPassed, 0.99), passedMostMs: at(byPassed, 1) },
    rangesASecond: Math.max(...ofSecond.values()),
  };
}
