import { createChance } from "../../../server/platform/chance.ts";

/** What can happen to each part of the house, and for how long, in milliseconds: long enough to be felt. */
const deeds = {
  server: {
    "kill-server": [100, 1_500],
    "stop-server": [800, 3_000],
    "end-server": [0, 500],
  },
  postgres: {
    "kill-postgres": [400, 3_000],
    "cut-postgres": [500, 3_000],
    "mute-postgres": [500, 3_000],
    "lose-answers": [200, 600],
    "terminate-backends": [400, 800],
  },
  redis: {
    "kill-redis": [300, 2_000],
    "cut-redis": [300, 2_000],
    "mute-redis": [2_200, 3_000],
  },
} as const satisfies Record<string, Readonly<Record<string, readonly [least: number, most: number]>>>;

type Part = keyof typeof deeds;
export type FaultKind = { [Each in Part]: keyof (typeof deeds)[Each] }[Part] & string;

export interface Fault {
  readonly kind: FaultKind;
  /** Which server it happens to, where it happens to one. */
  readonly server: number;
  /** Since the load began. */
  readonly atMs: number;
  readonly forMs: number;
}

export interface Plan {
  readonly seed: number;
  readonly servers: number;
  /** They come one after the other while the load lasts. */
  readonly people: number;
  readonly capacity: number;
  readonly talkers: number;
  readonly loadMs: number;
  readonly faults: readonly Fault[];
}

/** How much a round may ask of the machine. */
export interface Size {
  readonly mostServers: number;
  readonly people: number;
  readonly loadMs: number;
}

/** What one seed does: two or three faults, each to another part, all well within the load. */
export function planOf(seed: number, { mostServers, people, loadMs }: Size): Plan {
  const chance = createChance(seed);
  const servers = chance.whole(2, mostServers);
  const parts: { part: Part; server: number }[] = [
    { part: "postgres", server: 0 },
    { part: "redis", server: 0 },
    // One server at least is left alone.
    ...Array.from({ length: servers - 1 }, (_, server) => ({ part: "server" as const, server })),
  ];
  const faults: Fault[] = [];
  for (let count = chance.whole(2, 3); count > 0 && parts.length > 0; count -= 1) {
    const [struck] = parts.splice(chance.whole(0, parts.length - 1), 1);
    const { part, server } = struck as (typeof parts)[number];
    const [kind, [least, most]] = chance.pick(Object.entries(deeds[part])) as [FaultKind, readonly [number, number]];
    const atMs = chance.whole(Math.ceil(loadMs * 0.1), Math.floor(loadMs * 0.6));
    faults.push({ kind, server, atMs, forMs: chance.whole(least, most) });
  }
  const capacity = chance.whole(Math.ceil(people / 10), Math.floor(people / 2));
  const inOrder = faults.toSorted((one, other) => one.atMs - other.atMs);
  return { seed, servers, people, capacity, talkers: 6, loadMs, faults: inOrder };
}
