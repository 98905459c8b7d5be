/** Server processes of a simulation, with the product's own rooms and sockets: who dies takes all of it along. */

import { EventEmitter } from "node:events";
import type { WebSocket as ServerSocket } from "ws";
import { createRoomsLive } from "../../server/chat/live.ts";
import type { Bus } from "../../server/platform/bus/bus.ts";
import type { Caller } from "../../server/platform/http/caller.ts";
import { createConnection, listen } from "../../server/platform/live/connection.ts";
import type { Addressed, Follower, TopicKind, Verb } from "../../server/platform/live/index.ts";
import type { Schedule } from "./schedule.ts";
import { type Asker, type RoomStore, room } from "./simulated-room.ts";

const onTheWayMs = 60;
const lostHintsOneIn = 3;

export type Processes = ReturnType<typeof createProcesses>;
interface Process extends Asker {
  readonly hear: (channel: string, message: unknown) => void;
  readonly rooms: ReturnType<RoomStore["through"]>["rooms"];
  readonly kind: () => TopicKind;
  readonly verb: () => Verb;
  readonly cut: Set<() => void>;
}

export function createProcesses(schedule: Schedule, store: RoomStore, howMany: number) {
  const { chance, wait, delay } = schedule;
  const processes: Process[] = [];
  /** What was told that no server may tell. */
  const wrong: string[] = [];
  const alive = () => processes.filter(({ isAlive }) => isAlive);

  /** Tells listeners here at once; others late, twice, or not at all. */
  function createBus(asker: Asker): { bus: Bus; hear: Process["hear"] } {
    const listeners = new Map<string, (message: unknown) => void>();
    const hear: Process["hear"] = (channel, message) => listeners.get(channel)?.(message);
    async function carry(process: Process, channel: string, message: unknown): Promise<void> {
      if (chance.oneIn(lostHintsOneIn)) return void store.seen.add("a lost hint");
      await delay(400);
      if (process.isAlive) process.hear(channel, message);
    }
    const publish: Bus["publish"] = (channel, message) => {
      hear(channel, message);
      const others = alive().filter((process) => process !== asker);
      for (const process of others)
        for (const _ of chance.oneIn(5) ? [1, 2] : [1]) void carry(process, channel, message);
    };
    return { bus: { publish, subscribe: (channel, listener) => void listeners.set(channel, listener) }, hear };
  }

  /** Now and then something happens between two who are told. */
  async function deliver(parts: readonly Addressed[]): Promise<number> {
    let told = 0;
    for (const { followers, messages } of parts) {
      for (const follower of followers as ReadonlySet<Follower>) {
        for (const message of messages) follower.send(JSON.stringify(message));
        told += 1;
        if (chance.oneIn(2)) await wait(0);
      }
    }
    return told;
  }

  function start(): void {
    const asker: Asker = { isAlive: true };
    const { bus, hear } = createBus(asker);
    const { rooms, book, guestBook } = store.through(asker, bus);
    let [kind, verb]: [TopicKind?, Verb?] = [];
    const live = {
      topic: (_name: string, given: TopicKind) => {
        kind = given;
      },
      verb: (_name: string, given: unknown) => {
        verb = given as Verb;
      },
      deliver,
    };
    const onTrouble = () => undefined;
    const clock = { now: schedule.now };
    const looks = createRoomsLive({ live, bus, rooms, book, guests: guestBook, clock, onTrouble });
    const process: Process = Object.assign(asker, {
      hear,
      rooms,
      kind: () => kind as TopicKind,
      verb: () => verb as Verb,
      cut: new Set<() => void>(),
    });
    processes.push(process);
    const each = async (everyMs: number, work: () => Promise<void>) => {
      while (asker.isAlive) {
        await wait(everyMs);
        await work().catch(onTrouble);
      }
    };
    void each(200, looks.tick);
    void each(1_000, looks.countGuests);
  }
  for (let count = 0; count < howMany; count += 1) start();

  /** Hears what a server tells one socket: messages without a gap after what was known, acks of what is kept. */
  function createWitness() {
    let next: number | null = null;
    return {
      followed(after: number | null): void {
        next = after === null ? null : after + 1;
      },
      hear(text: string): void {
        const { message, ack } = JSON.parse(text);
        if (message !== undefined && next !== null && message.seq > next)
          wrong.push(`told ${message.seq} where ${next} was next`);
        if (message !== undefined) next = message.seq + 1;
        const isOwn = ack === undefined || store.messages[ack.seq - 1]?.clientId === ack.clientId;
        if (!isOwn) wrong.push(`${ack.clientId} was told to be number ${ack.seq}`);
      },
    };
  }

  /** The server's side of a socket; `tell` brings texts to the other, in order, until it is cut. */
  function accept(process: Process, caller: Caller, tell: (text: string) => void, cut: () => void) {
    const witness = createWitness();
    const send = (text: string) => {
      witness.hear(text);
      tell(text);
    };
    const socket = Object.assign(new EventEmitter(), { OPEN: 1, readyState: 1, send, close: cut, terminate: cut });
    const under = { writableLength: 0, write: () => true };
    const describe = (refused: object) => ({ type: "/problems/refused", ...refused });
    const connection = createConnection({ socket: socket as unknown as ServerSocket, under }, caller, describe);
    const topics = {
      follow(topic: string, from: typeof connection, after: number | null) {
        witness.followed(after);
        return process.kind().followed(topic.slice("room:".length), from, after);
      },
      unfollow: (topic: string, from: typeof connection) =>
        process.kind().unfollowed(topic.slice("room:".length), from),
      take: (message: unknown, from: typeof connection) => {
        process.verb().take((message as { say: never }).say, from);
        return null;
      },
    };
    listen({ socket: socket as unknown as ServerSocket, connection, topics, wait: () => 0 });
    return socket;
  }

  return {
    room,
    wrong,
    pick: () => chance.pick(alive()),
    accept,
    /** One of them is gone, with whatever it knew; another comes in its place. */
    async kill(): Promise<void> {
      const dead = chance.pick(alive());
      dead.isAlive = false;
      for (const cut of dead.cut) cut();
      store.seen.add("a process killed");
      await delay(3_000);
      start();
    },
    onTheWay: () => delay(onTheWayMs),
  };
}
