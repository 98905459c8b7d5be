import { mostTopics } from "../../shared/live-bounds.ts";

/** The server hears 5 messages a second from a person; 4 leave something to their other windows. */
const sayEveryMs = 250;

/**
 * Tells the server what is followed, all of it in one message and at most 4 times a second: however often pages change
 * their minds meanwhile, it hears the outcome, and nothing at all when that is what it knows. A topic of which a number
 * is known is begun after it, in a message before.
 */
export function createLiveSpeech(
  followed: Pick<ReadonlySet<string>, "keys">,
  knownOf: ReadonlyMap<string, () => number>,
  send: (text: string) => void,
) {
  const refused = new Set<string>();
  let begun: ReadonlySet<string> = new Set();
  let said: string | null = null;
  let saidAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function speak(): void {
    const followOnly = [...followed.keys()].filter((topic) => !refused.has(topic)).slice(0, mostTopics);
    const text = JSON.stringify({ followOnly });
    if (text === said) return;
    said = text;
    saidAt = performance.now();
    for (const topic of followOnly) {
      const known = begun.has(topic) ? undefined : knownOf.get(topic);
      if (known !== undefined) send(JSON.stringify({ follow: topic, after: known() }));
    }
    begun = new Set(followOnly);
    send(text);
  }
  function soon(): void {
    clearTimeout(timer);
    if (said !== null) timer = setTimeout(speak, Math.max(0, saidAt + sayEveryMs - performance.now()));
  }

  return {
    soon,
    /** A socket is open, to a server that knows nothing yet. */
    begin(): void {
      refused.clear();
      begun = new Set();
      said = "";
      soon();
    },
    /** Not to be asked for again on this socket. */
    refuse: (topic: string): unknown => refused.add(topic),
    end(): void {
      clearTimeout(timer);
      said = null;
    },
  };
}
