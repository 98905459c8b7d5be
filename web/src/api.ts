import type { ProblemName, RareProblem, Refused } from "../../shared/problems.ts";
import { backOffMs, pause, retries } from "./back-off.ts";
import { serverClock } from "./clock.ts";
import { currentLanguage } from "./messages/language.ts";
import { forget, keyFor, remember } from "./unanswered.ts";

/**
 * A refusal the page can act on, with what the server says beside it. `unreachable` is ours: nobody answered, so what
 * happened is not known. What only a store's door, or its editor, is refused is named there.
 */
export interface Problem extends Omit<Refused, "problem"> {
  readonly problem: Exclude<ProblemName, RareProblem> | "unreachable";
}

/** What a call comes back with: the body, or the reason there is none. Refusals are values, never thrown. */
export type Answer<Body> = Body | Problem;

export function isProblem<Body>(answer: Answer<Body>): answer is Problem {
  return typeof answer === "object" && answer !== null && "problem" in answer;
}

interface Write {
  readonly body?: unknown;
  /** Names the press. The caller keeps it when one press needs more than one call. */
  readonly key?: string;
  readonly signal?: AbortSignal;
  /** The page is being left: the browser sends it all the same. */
  readonly keepalive?: boolean;
  /** Called before each automatic retry, so that the page can say so. */
  readonly onRetry?: () => void;
}

type Attempt<Body> = { answer: Answer<Body>; retryAfterMs: number | null };

const patienceMs = 10_000;
/** Passing trouble: the same press may be sent again. `key-in-flight` means that its twin is still being answered. */
const passing = new Set<Problem["problem"]>(["unreachable", "busy", "unavailable", "too-many-requests"]);
/** Whether the same may be answered when it is asked again. */
export const isPassing = ({ problem }: Problem): boolean => passing.has(problem);
/** After these nobody knows whether it was done. */
const unknown = new Set<Problem["problem"]>(["unreachable", "unavailable", "key-in-flight"]);
const canRepeat = (refused: Problem) => isPassing(refused) || refused.problem === "key-in-flight";

/** Reads once. Whoever polls repeats it in their own time. */
export async function read<Body>(path: string, signal?: AbortSignal): Promise<Answer<Body>> {
  const { answer } = await attempt<Body>(path, { method: "GET" }, signal);
  return answer;
}

/**
 * Sends one press, repeated under the same key after a network error, 429 or 503: 1, 2, 4, 8 s apart with jitter or
 * after what Retry-After asks for, at most `retries` times. When nobody heard what came of it, the same wish is the
 * same press later. Never throws but when the signal aborts.
 */
export async function write<Body>(
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  options: Write = {},
): Promise<Answer<Body>> {
  const { body, signal, keepalive = false, onRetry } = options;
  const wish = `${method} ${path} ${JSON.stringify(body)}`;
  const key = options.key ?? keyFor(wish);
  const headers: Record<string, string> = { "idempotency-key": key };
  if (body !== undefined) headers["content-type"] = "application/json";
  const request = { method, headers, keepalive, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  let isHeard = true;
  for (let tries = 0; ; tries += 1) {
    const { answer, retryAfterMs } = await attempt<Body>(path, request, signal);
    if (isProblem(answer) && unknown.has(answer.problem)) isHeard = false;
    if (!isProblem(answer) || !canRepeat(answer) || tries === retries) {
      if (isProblem(answer) && canRepeat(answer) && !isHeard) remember(wish, key);
      else forget(wish);
      return answer;
    }
    onRetry?.();
    await pause(Math.max(backOffMs(tries), retryAfterMs ?? 0), signal);
  }
}

async function attempt<Body>(path: string, request: RequestInit, signal?: AbortSignal): Promise<Attempt<Body>> {
  signal?.throwIfAborted();
  const impatience = new AbortController();
  const stop = () => impatience.abort();
  const timer = setTimeout(stop, patienceMs);
  signal?.addEventListener("abort", stop);
  try {
    const headers = { ...request.headers, "accept-language": currentLanguage() };
    const response = await fetch(path, { ...request, headers, signal: impatience.signal });
    serverClock.glimpse(Date.parse(response.headers.get("date") ?? ""));
    return { answer: await answerOf<Body>(response), retryAfterMs: retryAfterOf(response) };
  } catch {
    signal?.throwIfAborted();
    return { answer: { problem: "unreachable" }, retryAfterMs: null };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** What a response of ours says; anything else is an answer of nobody. */
export async function answerOf<Body>(response: Response): Promise<Answer<Body>> {
  if (response.status === 204) return null as Body;
  const isJson = /[/+]json\b/.test(response.headers.get("content-type") ?? "");
  // A proxy's own page about a bad gateway is no answer of ours.
  if (!isJson) return { problem: "unreachable" };
  const body = await response.json();
  return response.ok ? body : problemOf(body);
}

/** A problem document as a value. */
export function problemOf({ type, ...members }: { type: string }): Problem {
  return { ...members, problem: type.replace(/^\/problems\//, "") as Problem["problem"] };
}

/** Seconds only, the form our server sends, and never more than half a minute. */
function retryAfterOf(response: Response): number | null {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(seconds, 30) * 1000 : null;
}
