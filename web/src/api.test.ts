import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { write } from "./api.ts";
import { retries } from "./back-off.ts";
import { untilAnswered } from "./until-answered.ts";

const keys: string[] = [];
let answers: (() => Promise<Response>)[] = [];
const lost = () => Promise.reject(new TypeError("lost"));
const json = (status: number, body: object) => () =>
  Promise.resolve(new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } }));
const problem = (status: number, name: string) => json(status, { type: `/problems/${name}` });

beforeEach(() => {
  vi.useFakeTimers();
  keys.length = 0;
  vi.stubGlobal("fetch", (_: string, { headers }: { headers: Record<string, string> }) => {
    keys.push(headers["idempotency-key"] as string);
    return (answers.length > 1 ? answers.shift() : answers[0])?.();
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Sends to the end, however long the pauses between its tries. */
async function send(path: string, body: object) {
  const answer = write("POST", path, { body });
  await vi.runAllTimersAsync();
  return answer;
}

test("I9: pressed again after no answer was ever heard, the same wish is the same press", async () => {
  answers = [lost];
  expect(await send("/api/walk-ins", { partySize: 1 })).toEqual({ problem: "unreachable" });
  expect(keys).toHaveLength(retries + 1);
  answers = [json(201, { id: "1" })];
  expect(await send("/api/walk-ins", { partySize: 1 })).toEqual({ id: "1" });
  expect(new Set(keys).size).toBe(1);
  // Answered, the next one is somebody else.
  await send("/api/walk-ins", { partySize: 1 });
  expect(new Set(keys).size).toBe(2);
});

test("another wish is another press, and so is the same one after a refusal or ten minutes", async () => {
  answers = [lost];
  await send("/api/notices", { text: "하나" });
  await send("/api/notices", { text: "둘" });
  expect(new Set(keys).size).toBe(2);
  vi.advanceTimersByTime(10 * 60_000 + 1);
  answers = [problem(409, "closed")];
  await send("/api/notices", { text: "하나" });
  await send("/api/notices", { text: "하나" });
  expect(new Set(keys).size).toBe(4);
});

test("what was lost once and then put off is remembered; what was only ever put off was never done", async () => {
  answers = [lost, problem(429, "too-many-requests")];
  await send("/api/notices", { text: "셋" });
  await send("/api/notices", { text: "셋" });
  expect(new Set(keys).size).toBe(1);
  answers = [problem(503, "busy")];
  await send("/api/notices", { text: "넷" });
  await send("/api/notices", { text: "넷" });
  expect(new Set(keys).size).toBe(3);
});

test("several things are read until each is answered, and a refusal is an answer", async () => {
  const rounds = [
    [{ problem: "unreachable" }, { id: "1" }],
    [{ id: "1" }, { problem: "busy" }],
  ];
  const last = [{ id: "1" }, { problem: "not-found" }];
  const found = untilAnswered(async () => rounds.shift() ?? last, new AbortController().signal);
  await vi.runAllTimersAsync();
  expect(await found).toBe(last);
});
