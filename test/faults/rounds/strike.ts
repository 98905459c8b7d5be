import { setTimeout as pause } from "node:timers/promises";
import type { HistoryEvent } from "../../../load/history/history.ts";
import type { House, LineKind } from "./house.ts";
import type { Fault, FaultKind } from "./plan.ts";

/** Of a fault that no press needs to notice: whether it had an effect, or what went wrong in it. */
interface Felt {
  readonly isFelt?: boolean;
  readonly finding?: string;
}
type Deed = (house: House, fault: Fault) => Promise<Felt>;

/** TRUST: within 25 s a server that is told to stop has ended. */
const endsWithinMs = 25_000;
const lookEveryMs = 50;

async function endServer(house: House, { server, forMs }: Fault): Promise<Felt> {
  const begunAt = performance.now();
  const { code, signal } = await house.kill(server, "SIGTERM");
  const tookMs = performance.now() - begunAt;
  await pause(forMs);
  await house.revive(server);
  if (code === 0 && tookMs < endsWithinMs) return {};
  return { finding: `told to stop, server ${server} ended with ${signal ?? code} after ${Math.round(tookMs)} ms` };
}

/** Felt when a server does without Redis. Looked for again and again: its log keeps its last lines only. */
async function whileRedis(house: House, forMs: number, hurt: () => unknown, heal: () => unknown): Promise<Felt> {
  const until = performance.now() + forMs;
  let isFelt = false;
  await hurt();
  while (performance.now() < until) {
    isFelt ||= house.missesRedis();
    await pause(lookEveryMs);
  }
  await heal();
  return { isFelt };
}

async function whileWay(proxy: House["toPostgres"], way: "cut" | "mute" | "answers-lost", forMs: number) {
  const before = proxy.lost();
  proxy.go(way);
  await pause(forMs);
  proxy.go("open");
  return way === "answers-lost" ? { isFelt: proxy.lost() > before } : {};
}

/** Ends every connection of the servers that is at work, again and again. */
async function terminateBackends({ ledger }: House, { forMs }: Fault): Promise<Felt> {
  const text = `select count(pg_terminate_backend(pid))::integer as count from pg_stat_activity
    where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()`;
  const until = performance.now() + forMs;
  let ended = 0;
  while (performance.now() < until) {
    const [row] = await ledger.run<{ count: number }>(text).catch(() => []);
    ended += row?.count ?? 0;
    await pause(5);
  }
  return { isFelt: ended > 0 };
}

const deeds: Readonly<Record<FaultKind, Deed>> = {
  "kill-server": async (house, { server, forMs }) => {
    await house.kill(server, "SIGKILL");
    await pause(forMs);
    await house.revive(server);
    return {};
  },
  "stop-server": async (house, { server, forMs }) => {
    house.signal(server, "SIGSTOP");
    await pause(forMs);
    house.signal(server, "SIGCONT");
    return {};
  },
  "end-server": endServer,
  "kill-postgres": async ({ postgres }, { forMs }) => {
    await postgres.kill();
    await pause(forMs);
    await postgres.restart();
    return {};
  },
  "cut-postgres": ({ toPostgres }, { forMs }) => whileWay(toPostgres, "cut", forMs),
  "mute-postgres": ({ toPostgres }, { forMs }) => whileWay(toPostgres, "mute", forMs),
  "lose-answers": ({ toPostgres }, { forMs }) => whileWay(toPostgres, "answers-lost", forMs),
  "terminate-backends": terminateBackends,
  "kill-redis": (house, { forMs }) => whileRedis(house, forMs, () => house.redis.kill(), house.redis.restart),
  "cut-redis": (house, { forMs }) =>
    whileRedis(
      house,
      forMs,
      () => house.toRedis.go("cut"),
      () => house.toRedis.go("open"),
    ),
  "mute-redis": (house, { forMs }) =>
    whileRedis(
      house,
      forMs,
      () => house.toRedis.go("mute"),
      () => house.toRedis.go("open"),
    ),
};

/** A fault as it was. `wasAmid`: somebody had still to be answered when it came. */
export interface Struck extends Felt {
  readonly fault: Fault;
  readonly wasAmid: boolean;
  readonly beganAt: number;
  readonly endedAt: number;
}

/** Comes at its time, stays for its time, and heals. */
export async function strike(house: House, fault: Fault, isUnderWay: () => boolean): Promise<Struck> {
  await pause(fault.atMs);
  const [wasAmid, beganAt] = [isUnderWay(), performance.now()];
  const felt = await deeds[fault.kind](house, fault);
  return { ...felt, fault, wasAmid, beganAt, endedAt: performance.now() };
}

const slowMs = 250;

function wentBadly({ sentAt, answeredAt, answer }: HistoryEvent): boolean {
  if (answer === "lost" || answer.status === 503) return true;
  return answeredAt !== null && answeredAt - sentAt > slowMs;
}

/** The buffered line is to give places whatever becomes of PostgreSQL: a fault of it is felt when it did. */
const isUnharmed = ({ kind, answer }: HistoryEvent) => kind === "join" && answer !== "lost" && answer.status < 300;

/** Why the faults of a round prove nothing; empty when each came amid the load and was felt. */
export function vacuousIn(all: readonly Struck[], events: readonly HistoryEvent[], line: LineKind): string[] {
  if (all.length === 0) return ["proved nothing: there was no fault"];
  return all.flatMap(({ fault, wasAmid, isFelt, beganAt, endedAt }) => {
    if (!wasAmid) return [`proved nothing: ${fault.kind} came after the load`];
    const meanwhile = events.filter(({ sentAt, answeredAt }) => sentAt < endedAt && (answeredAt ?? endedAt) > beganAt);
    const isBeside = line === "buffered" && fault.kind.endsWith("-postgres");
    return (isFelt ?? meanwhile.some(isBeside ? isUnharmed : wentBadly))
      ? []
      : [`proved nothing: nobody felt ${fault.kind}`];
  });
}
