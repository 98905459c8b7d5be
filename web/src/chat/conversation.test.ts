import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Message } from "../../../shared/chat.ts";
import type { StoreId } from "../../../shared/ids.ts";
import { said } from "../../../test/services/room-messages.ts";
import type { LiveMessage } from "../live.ts";
import { createConversation, nothingYet, type Talk } from "./conversation.ts";
import type { World } from "./world.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("document", Object.assign(new EventTarget(), { hidden: false }));
  vi.stubGlobal("window", new EventTarget());
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const room = "5" as StoreId;
const mine = { sender: { guest: 9, name: "나", badge: null } };

/** What a server keeps, and how it is read. */
function createKept(kept: Message[]) {
  function store(clientId: string, text: string): Message {
    const before = kept.find((message) => message.clientId === clientId);
    if (before !== undefined) return before;
    kept.push(said(kept.length + 1, { ...mine, clientId, text }));
    return kept.at(-1) as Message;
  }
  function between(query: URLSearchParams): Message[] {
    const [after, before] = ["after", "before"].map((name) => query.get(name));
    const found = kept.filter(
      ({ seq }) => seq > Number(after ?? 0) && seq < Number(before ?? Number.POSITIVE_INFINITY),
    );
    const limit = Number(query.get("limit"));
    return after === null ? found.slice(-limit) : found.slice(0, limit);
  }
  return { store, between };
}

const listenerFor = (onChange: (talk: Talk) => void) => ({
  isSignedIn: false,
  isAlong: () => true,
  onChange,
  onSignedOut: () => undefined,
});

/** The server and its socket, played by the test: it keeps what is posted to it. */
function createRoom(kept: Message[] = [said(1), said(2), said(3)]) {
  const { store, between } = createKept(kept);
  const asked: string[] = [];
  const posted: { clientId: string; text: string }[] = [];
  const saidThere: { clientId: string; text: string }[] = [];
  let answer: (body: { clientId: string; text: string }) => Promise<unknown> = async ({ clientId, text }) =>
    store(clientId, text);
  let listener: ((message: LiveMessage) => void) | null = null;
  let onChange: () => void = () => undefined;
  let isOpen = true;
  let known = () => Number.NaN;
  let talk = nothingYet;

  const frame = () => ({
    id: room,
    rev: 1,
    lastSeq: kept.length,
    here: 1,
    slowSeconds: 0,
    pinned: null,
    hidden: [],
    isOpen: true,
  });
  const read = async (path: string) => {
    asked.push(path.replace("/api/stores/5/", ""));
    const { pathname, searchParams } = new URL(path, "http://x");
    return pathname.endsWith("/room") ? { ...frame(), mine: null } : { items: between(searchParams) };
  };
  const write = async (_method: string, _path: string, { body }: { body: { clientId: string; text: string } }) => {
    posted.push(body);
    return answer(body);
  };
  const live = {
    isOpen: () => isOpen,
    renew: () => undefined,
    follow(_topic: string, hear: (message: LiveMessage) => void, tellKnown: () => number) {
      listener = hear;
      known = tellKnown;
      return () => undefined;
    },
    say(body: { clientId: string; text: string }) {
      if (isOpen) saidThere.push(body);
      return isOpen;
    },
    onChange(listen: () => void) {
      onChange = listen;
      return () => undefined;
    },
  };
  const onTalk = (next: typeof talk) => {
    talk = next;
  };
  const conversation = createConversation("5", { read, write, live } as unknown as World, listenerFor(onTalk));
  conversation.start();
  return {
    conversation,
    asked,
    ...{ posted, saidThere, kept, store },
    ...{ known: () => known(), talk: () => talk },
    shown: () => [...(talk.log?.messages ?? []).map(({ text }) => text), ...talk.sends.map(({ state }) => state)],
    tell: (message: LiveMessage) => listener?.(message),
    tellRoom: () => listener?.({ room: frame() }),
    answerPosts: (how: typeof answer) => {
      answer = how;
    },
    setOpen(open: boolean) {
      isOpen = open;
      onChange();
    },
  };
}
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

test("D15: a message said through the socket is shown at once and, when it has come, once", async () => {
  const { conversation, shown, saidThere, posted, store, tell } = createRoom();
  await pass();
  conversation.say("안녕");
  expect(shown()).toEqual(["1", "2", "3", "sending"]);
  const { clientId } = saidThere[0] as { clientId: string };
  const message = store(clientId, "안녕");
  tell({ ack: { room, clientId, seq: 4, at: message.at } });
  expect(shown()).toEqual(["1", "2", "3", "kept"]);
  tell({ message });
  tell({ message });
  await pass(60_000);
  expect(shown()).toEqual(["1", "2", "3", "안녕"]);
  expect(posted).toEqual([]);
});

test.each(["is lost", "is silent"])(
  "I8: when the socket %s the same message goes by HTTP, under its id",
  async (how) => {
    const { conversation, shown, saidThere, posted, store, tell, setOpen } = createRoom();
    await pass();
    conversation.say("안녕");
    const first = saidThere[0] as { clientId: string };
    // It was kept; only its answer is lost.
    const message = store(first.clientId, "안녕");
    if (how === "is lost") setOpen(false);
    await pass(how === "is lost" ? 0 : 4_000);
    expect(posted).toEqual([{ clientId: first.clientId, text: "안녕" }]);
    tell({ message });
    await pass(60_000);
    expect(shown()).toEqual(["1", "2", "3", "안녕"]);
    expect([posted.length, saidThere.length]).toEqual([1, 1]);
  },
);

test("a send that failed keeps its text and goes again under its id; what came meanwhile is not sent", async () => {
  const { conversation, shown, posted, talk, answerPosts, store, tell, setOpen } = createRoom();
  await pass();
  setOpen(false);
  answerPosts(async () => ({ problem: "unreachable" }));
  conversation.say("하나");
  conversation.say("둘");
  await pass();
  expect(shown()).toEqual(["1", "2", "3", "failed", "failed"]);
  const [one, two] = talk().sends.map(({ clientId }) => clientId) as [string, string];
  expect(talk().sends.map(({ text }) => text)).toEqual(["하나", "둘"]);
  tell({ message: store(one, "하나") });
  answerPosts(async ({ clientId, text }) => store(clientId, text));
  conversation.sayAgain(one);
  conversation.sayAgain(two);
  conversation.sayAgain(two);
  await pass();
  expect(posted.map(({ clientId }) => clientId)).toEqual([one, two, two]);
  expect(shown()).toEqual(["1", "2", "3", "하나", "둘"]);
  expect(talk().guest).toBe(9);
});

test("what the socket refuses is refused: it is not sent by another way", async () => {
  const { conversation, saidThere, posted, talk, tell } = createRoom();
  await pass();
  conversation.say("안녕");
  const { clientId } = saidThere[0] as { clientId: string };
  tell({ error: { type: "/problems/slow-mode", clientId } });
  await pass(60_000);
  expect(talk().sends).toMatchObject([{ state: "failed", problem: { problem: "slow-mode" } }]);
  expect(posted).toEqual([]);
});

test("I8: what is missing is read and put in order, whether a message or the room's number shows it", async () => {
  const { kept, shown, asked, tell, tellRoom, known } = createRoom();
  await pass();
  kept.push(said(4), said(5), said(6));
  tell({ message: said(6) });
  expect(shown()).toEqual(["1", "2", "3"]);
  await pass(500);
  expect(shown()).toEqual(["1", "2", "3", "4", "5", "6"]);
  expect(asked.at(-1)).toBe("messages?after=3&before=6&limit=100");
  kept.push(said(7));
  tellRoom();
  await pass(500);
  expect(shown()).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
  // What a new socket is told to begin after.
  expect(known()).toBe(7);
});

test("without a socket what is new is read; after a very long gap the log begins anew", async () => {
  const { kept, shown, talk, setOpen } = createRoom();
  await pass();
  setOpen(false);
  for (let seq = 4; seq <= 250; seq += 1) kept.push(said(seq));
  await pass(4_000);
  expect(shown()).toHaveLength(250);
  for (let seq = 251; seq <= 2_000; seq += 1) kept.push(said(seq));
  await pass(4_000);
  expect(talk().log?.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, at) => 1_951 + at));
});
