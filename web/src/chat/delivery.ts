import type { Message } from "../../../shared/chat.ts";
import type { StoreId } from "../../../shared/ids.ts";
import { type Answer, isProblem, type Problem } from "../api.ts";
import type { World } from "./world.ts";

/** A socket that has not answered by then is not waited for. */
const ackWithinMs = 3_000;
/** After this somebody is asked whether to try again. */
const postWithinMs = 6_000;

interface Outcome {
  onStored(message: Message): void;
  onRefused(clientId: string, problem: Problem): void;
}

/**
 * Brings messages to the server: through the socket, and where there is none, or it does not answer, by a request under
 * the same client id, so that what was kept once is not kept again.
 */
export function createDelivery(room: StoreId, { live, write }: Pick<World, "live" | "write">, outcome: Outcome) {
  const waiting = new Map<string, { text: string; timer: ReturnType<typeof setTimeout> }>();

  /** Somebody answered; whether an answer was waited for. */
  function settle(clientId: string): boolean {
    clearTimeout(waiting.get(clientId)?.timer);
    return waiting.delete(clientId);
  }

  async function post(clientId: string, text: string): Promise<void> {
    settle(clientId);
    const impatience = new AbortController();
    const timer = setTimeout(() => impatience.abort(), postWithinMs);
    const press = { body: { clientId, text }, key: clientId, signal: impatience.signal };
    const sent = write<Message>("POST", `/api/stores/${room}/messages`, press);
    const answer = await sent.catch((): Answer<Message> => ({ problem: "unreachable" }));
    clearTimeout(timer);
    if (isProblem(answer)) outcome.onRefused(clientId, answer);
    else outcome.onStored(answer);
  }

  return {
    settle,
    deliver(clientId: string, text: string): void {
      if (!live.say({ room, clientId, text })) return void post(clientId, text);
      waiting.set(clientId, { text, timer: setTimeout(() => void post(clientId, text), ackWithinMs) });
    },
    /** The socket is gone, and with it the answers of what was said through it. */
    goByPost(): void {
      for (const [clientId, { text }] of [...waiting]) void post(clientId, text);
    },
    end(): void {
      for (const clientId of [...waiting.keys()]) settle(clientId);
    },
  };
}
