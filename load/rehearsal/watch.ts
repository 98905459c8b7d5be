import type { RehearsalState } from "../../shared/rehearsals.ts";
import type { Client } from "../crowd/client.ts";
import type { HistoryEvent } from "../history/history.ts";
import { isAnswered } from "./answers.ts";
import { readSlot } from "./slot.ts";

const secondMs = 1_000;
/** The charts end here, whatever still runs. */
const mostSeconds = 600;

interface Scene {
  /** Not one of the crowd's, so that looking does not wait in the crowd. */
  readonly client: Client;
  readonly slotId: string;
  /** Grows while it is watched, in the order of the answers. */
  readonly events: readonly HistoryEvent[];
  readonly tell: (state: Partial<RehearsalState>) => void;
}

/** What the charts show, once a second from now on. Returns what ends it. */
export function watch({ client, slotId, events, tell }: Scene) {
  const beganAt = performance.now();
  const seconds: RehearsalState["seconds"] = [];
  let counted = 0;
  let answered = 0;
  let looking: Promise<void> | null = null;

  /** Presses answered since the last time this was asked and before a moment. */
  function answersUntil(moment: number): number {
    const before = answered;
    for (let event = events[counted]; event !== undefined; event = events[counted]) {
      if ((event.answeredAt ?? event.sentAt) >= moment) break;
      if (isAnswered(event)) answered += 1;
      counted += 1;
    }
    return answered - before;
  }

  async function look(): Promise<void> {
    const slot = await readSlot(client, slotId);
    const { booked, waiting } = slot ?? seconds.at(-1) ?? { booked: 0, waiting: 0 };
    const complete = Math.min(mostSeconds, Math.floor((performance.now() - beganAt) / secondMs));
    while (seconds.length < complete) {
      const second = seconds.length + 1;
      seconds.push({ second, answered: answersUntil(beganAt + second * secondMs), booked, waiting });
    }
    tell({ seconds: [...seconds], answered, pressed: events.length });
  }
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = null;
    });
  }, secondMs);

  return async function stop(): Promise<void> {
    clearInterval(timer);
    await looking;
  };
}
