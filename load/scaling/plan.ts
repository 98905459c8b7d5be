import { busiestSecond, type CrowdCourse } from "./crowd-course.ts";

/** CloudFront's default for a distribution, requests a second (OPERATIONS.md). */
export const edgeQuota = 250_000;
/** A server process sends at most so many messages a second to sockets (decision 0042). */
const messagesASecond = 15_000;
/** Of anything with a limit, so much is planned with: the rest is for what was not foreseen. */
export const planned = 0.6;

export interface Costs {
  /** Processor time of one join at its server and in the database, as `npm run bench` prints them. */
  readonly joinMicros: number;
  readonly databaseMicros: number;
  /** How many are written as entries: those who get a seat, and those who may yet. */
  readonly written: number;
}

export interface Plan {
  readonly busiestSecond: number;
  readonly cores: number;
  /** Until one database has written everybody, or only those who may get a seat; a slot has one batch in flight. */
  readonly writeAllSeconds: number;
  readonly writeSomeSeconds: number;
  /** Requests a second at the edge when everybody asks each two seconds. */
  readonly pollsASecond: number;
  /** So far apart everybody may ask for the head of the line. */
  readonly pollSeconds: number;
  /** To each, when all have a socket at those cores. */
  readonly messagesEach: number;
}

const pollEverySeconds = 2;

/** Cores = busiest second ÷ (0.6 × joins per core and second); the other figures by the same share (OPERATIONS.md). */
export function planFor(course: CrowdCourse, { joinMicros, databaseMicros, written }: Costs): Plan {
  const busiest = busiestSecond(course);
  const cores = Math.ceil((busiest * joinMicros) / 1e6 / planned);
  return {
    busiestSecond: busiest,
    cores,
    writeAllSeconds: (course.joiners * databaseMicros) / 1e6,
    writeSomeSeconds: (Math.min(written, course.joiners) * databaseMicros) / 1e6,
    pollsASecond: course.joiners / pollEverySeconds,
    pollSeconds: course.joiners / (planned * edgeQuota),
    messagesEach: (cores * messagesASecond) / course.joiners,
  };
}
