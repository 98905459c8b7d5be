import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Entry } from "../../shared/line.ts";
import type { ActionKind, Answer, History, HistoryEvent, SlotFacts, SlotRows } from "../history/history.ts";
import { type Client, createClient, type Reply } from "./client.ts";

export interface Visitor {
  readonly id: string;
  readonly cookie: string;
}

export interface Press {
  readonly visitor: Visitor;
  readonly key?: string;
  readonly partySize?: number;
  /** Its answer is never seen. */
  readonly hangsUp?: boolean;
  /** Which server; the visitors are spread over them when left out. */
  readonly server?: number;
  /** How often it is sent until it is answered; 60 times when left out. */
  readonly mostTries?: number;
}

const signInsAtOnce = 500;

/** However long a server asks for: nobody stands there longer before pressing again. */
const longestPauseMs = 5_000;
const isToComeAgain = ({ status }: Reply) => status === 429 || status >= 500;

function pauseAfter(reply: Reply | null): number {
  const askedMs = Number(reply?.headers["retry-after"] ?? 0) * 1_000 || 0;
  return Math.min(askedMs, longestPauseMs) + 100 + Math.random() * 400;
}

/**
 * Sends one press again, with its key, while nobody answers or it is told to come again (429, 5xx), not before the time
 * that Retry-After names. The last word when it gives up; null when there never was one.
 */
export async function untilAnswered(send: () => Promise<Reply | null>, mostTries = 60): Promise<Reply | null> {
  let last: Reply | null = null;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const reply = await send();
    if (reply !== null && !isToComeAgain(reply)) return reply;
    last = reply ?? last;
    if (tries < mostTries) await pause(pauseAfter(reply));
  }
  return last;
}

export type Crowd = ReturnType<typeof createCrowd>;

const answerOf = ({ status, body, headers }: Reply): Answer => {
  const retryAfter = headers["retry-after"];
  const soon = retryAfter === undefined ? {} : { retryAfterSeconds: Number(retryAfter) };
  if (status >= 400) return { status, problem: String(body.type).replace("/problems/", ""), ...soon };
  return { status, ...("ticket" in body ? { entry: body as unknown as Entry } : {}) };
};

/** People with browsers in front of one or several servers, and a record of all they sent and were told. */
export function createCrowd(
  urls: readonly string[],
  connections = 256,
  headers: Readonly<Record<string, string>> = {},
) {
  const clients = urls.map((url) => createClient(url, connections, headers));
  const events: HistoryEvent[] = [];
  const visitorsById = new Map<string, Visitor>();
  const clientOf = (visitor: Visitor, server = Number(visitor.id) % clients.length) => clients[server] as Client;

  async function record(
    event: Omit<HistoryEvent, "sentAt" | "answeredAt" | "answer">,
    send: () => Promise<Reply>,
  ): Promise<Reply | null> {
    const sentAt = performance.now();
    try {
      const reply = await send();
      events.push({ ...event, sentAt, answeredAt: performance.now(), answer: answerOf(reply) });
      return reply;
    } catch {
      events.push({ ...event, sentAt, answeredAt: null, answer: "lost" });
      return null;
    }
  }

  function join(slotId: string, { visitor, key = randomUUID(), partySize = 1, server, hangsUp = false }: Press) {
    return record({ kind: "join", personId: visitor.id, slotId, key, partySize }, () =>
      clientOf(visitor, server).send("POST", `/api/slots/${slotId}/entries`, {
        cookie: visitor.cookie,
        key,
        body: { partySize },
        hangsUp,
      }),
    );
  }

  return {
    clients,
    events,
    visitorOf: (id: string) => visitorsById.get(id),
    join,
    /** Joins by one key until that is answered; see untilAnswered(). */
    joinUntilAnswered(slotId: string, { mostTries, ...press }: Press): Promise<Reply | null> {
      const key = press.key ?? randomUUID();
      return untilAnswered(() => join(slotId, { ...press, key }), mostTries);
    },
    act(
      kind: Extract<ActionKind, "leave" | "accept" | "decline">,
      entry: { id: string; slotId: string },
      who: Visitor,
      key: string = randomUUID(),
    ) {
      const [method, path] = kind === "leave" ? ["DELETE", ""] : ["POST", `/${kind}`];
      return record({ kind, personId: who.id, slotId: entry.slotId, entryId: entry.id, key }, () =>
        clientOf(who).send(method as string, `/api/entries/${entry.id}${path}`, { cookie: who.cookie, key }),
      );
    },
    cancel(slotId: string, reservationId: string, who: Visitor, key: string = randomUUID()) {
      return record({ kind: "cancel", personId: who.id, slotId, reservationId, key }, () =>
        clientOf(who).send("POST", `/api/reservations/${reservationId}/cancel`, { cookie: who.cookie, key }),
      );
    },
    /** Signs demo visitors in, a few hundred at a time: signing in is not what is raced. */
    async signIn(count: number, prefix = "v"): Promise<Visitor[]> {
      const visitors: Visitor[] = [];
      while (visitors.length < count) {
        const size = Math.min(signInsAtOnce, count - visitors.length);
        const names = Array.from({ length: size }, (_, position) => `${prefix}${visitors.length + position}`);
        const some = names.map((name, position) => (clients[position % clients.length] as Client).signIn(name));
        visitors.push(...(await Promise.all(some)));
        for (const visitor of visitors.slice(-size)) visitorsById.set(visitor.id, visitor);
      }
      return visitors;
    },
    close: () => {
      for (const client of clients) client.close();
    },
  };
}

/** The history of one slot, as the checker reads it. */
export function historyOf(slot: SlotFacts, events: readonly HistoryEvent[], rows: SlotRows): History {
  const { slotId } = slot;
  return {
    slots: [slot],
    events: events.filter((event) => event.slotId === slotId),
    ranks: [],
    final: {
      entries: rows.entries.map((entry) => ({ ...entry, slotId })),
      reservations: rows.reservations.map((reservation) => ({ ...reservation, slotId })),
      slotLines: [{ ...rows.line, slotId }],
    },
  };
}
