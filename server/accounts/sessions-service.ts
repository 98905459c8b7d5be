import { randomUUID } from "node:crypto";
import type { Device } from "../../shared/accounts.ts";
import type { PersonId, SessionId } from "../../shared/ids.ts";
import type { Bus } from "../platform/bus/bus.ts";
import type { Clock } from "../platform/clock.ts";
import type { Seal, SessionPerson, Sessions, StoredSession } from "./ports.ts";
import { createSessionPeople } from "./session-people.ts";

/**
 * How often a process looks for sessions that have ended on others. A revoked session is refused and its sockets close
 * at once on the process that revoked it and wherever the bus reaches, and within this (and the look's own time) on
 * every other; should looking fail, requests are refused after the 5 s of session-people.ts all the same.
 */
export const lookForEndedEveryMs = 2_000;
const endedChannel = "sessions-ended";
const changedChannel = "sessions-changed";

interface World {
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly seal: Seal;
  readonly bus: Bus;
  /** While the database is away, whoever it knew within the last minute is still who they were. */
  readonly outlast?: boolean;
}

export type SessionDesk = ReturnType<typeof createSessionDesk>;

/** Begins, checks and ends sessions. A session is a row; its cookie is the row's id, signed. */
export function createSessionDesk({ sessions, clock, seal, bus, outlast = false }: World) {
  const people = createSessionPeople(sessions, clock, outlast);
  const listeners: ((ended: ReadonlySet<string>) => void)[] = [];

  function hearOfEnd(ids: readonly SessionId[]): void {
    if (ids.length === 0) return;
    for (const id of ids) people.forget(id);
    const ended = new Set<string>(ids);
    for (const listener of listeners) listener(ended);
  }
  bus.subscribe(endedChannel, (ids) => hearOfEnd(ids as SessionId[]));
  bus.subscribe(changedChannel, (ids) => {
    for (const id of ids as SessionId[]) people.forget(id);
  });
  const tellOfEnd = (ids: readonly SessionId[]) => bus.publish(endedChannel, ids);

  async function end(person: PersonId, session: SessionId | null): Promise<boolean> {
    const ended = await sessions.end(person, session);
    tellOfEnd(ended);
    return ended.length > 0;
  }

  return {
    /** A session of its own for every sign-in, under an id nobody has seen before; answers its cookie. */
    async begin(person: PersonId, device: Device): Promise<string> {
      const id = randomUUID() as SessionId;
      tellOfEnd(await sessions.begin({ id, person, ...device }));
      return seal.close({ session: id, issuedAt: Math.floor(clock.now() / 1000) });
    },

    /** Ends one session of the person; false when they have no such session. */
    end: (person: PersonId, session: SessionId): Promise<boolean> => end(person, session),

    /** Ends every session of the person. */
    endAll: (person: PersonId): Promise<boolean> => end(person, null),

    list: (person: PersonId): Promise<StoredSession[]> => sessions.list(person),

    /** The person has changed: their sessions say so at once wherever the bus reaches, and within 5 s elsewhere. */
    async refresh(person: PersonId): Promise<void> {
      const mine = await sessions.list(person);
      bus.publish(
        changedChannel,
        mine.map(({ id }) => id),
      );
    },

    /** Calls back with sessions that have ended, here or elsewhere, and perhaps again with the same. */
    onEnded: (listener: (ended: ReadonlySet<string>) => void): unknown => listeners.push(listener),

    /** Hears of sessions that other processes have ended. */
    lookForEnded: async (): Promise<void> => hearOfEnd(await sessions.endedLately()),

    /** Whose session this cookie is; null when it is foreign, broken, too old or ended. */
    async whoIs(cookie: string): Promise<SessionPerson | null> {
      const sealed = seal.open(cookie, clock.now());
      return sealed === null ? null : people.get(sealed.session);
    },
  };
}
