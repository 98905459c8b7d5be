import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Message, Room, RoomFrame } from "../../../shared/chat.ts";
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

/** The room as the server has it: the frame is everybody's, the whole is mine too. */
function createView(kept: readonly Message[], mine: Room["mine"]) {
  const still = { id: room, slowSeconds: 0, pinned: null, isOpen: true };
  let now: Omit<Room, "lastSeq"> = { ...still, rev: 1, here: 1, hidden: [], nameless: [], mine };
  const whole = (): Room => ({ ...now, lastSeq: kept.length });
  return {
    whole,
    change(change: Partial<Room>): RoomFrame {
      now = { ...now, ...change };
      const { mine: _, ...frame } = whole();
      return frame;
    },
  };
}

const listenerFor = (onChange: (talk: Talk) => void, isSignedIn: boolean) => ({
  isSignedIn,
  isAlong: () => true,
  onChange,
  onSignedOut: () => undefined,
});

/** The server and its socket, played by the test: it keeps what is posted to it. */
function createRoom(kept: Message[] = [said(1), said(2), said(3)], own: Room["mine"] = null) {
  const { store, between } = createKept(kept);
  const asked: string[] = [];
  const posted: { clientId: string; text: string }[] = [];
  const saidThere: { clientId: string; text: string }[] = [];
  let answer: (body: { clientId: string; text: string }) => Promise<unknown> = async ({ clientId, text }) =>
    store(clientId, text);
  let listener: ((message: LiveMessage) => void) | null = null;
  let onChange: () => void = () => undefined;
  let [isOpen, lost] = [true, 0];
  let known = () => Number.NaN;
  const view = createView(kept, own);
  let [talk, meanwhile] = [nothingYet, (_: URLSearchParams) => undefined as void];
  const read = async (path: string) => {
    const { pathname, searchParams } = new URL(path, "http://x");
    asked.push(path.replace("/api/stores/5/", ""));
    if (pathname.endsWith("/room")) return view.whole();
    lost -= 1;
    const items = between(searchParams);
    meanwhile(searchParams);
    return lost >= 0 ? { problem: "unreachable" } : { items };
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
  const world = { read, write, live } as unknown as World;
  const conversation = createConversation("5", world, listenerFor(onTalk, own !== null));
  conversation.start();
  return {
    conversation,
    asked,
    ...{ posted, saidThere, kept, store },
    ...{ known: () => known(), talk: () => talk },
    shown: () => [...(talk.log?.messages ?? []).map(({ text }) => text), ...talk.sends.map(({ state }) => state)],
    tell: (message: LiveMessage) => listener?.(message),
    tellRoom: (change: Partial<Room> = {}) => listener?.({ room: view.change(change) }),
    answerPosts: (how: typeof answer) => {
      answer = how;
    },
    whileReading: (work: typeof meanwhile) => {
      meanwhile = work;
    },
    loseReads(count: number) {
      lost = count;
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

test("I8: what comes while the log begins anew is shown at once and in order", async () => {
  const { kept, talk, tell, tellRoom, whileReading } = createRoom();
  const seqs = () => talk().log?.messages.map(({ seq }) => seq);
  await pass();
  for (let seq = 4; seq <= 2_000; seq += 1) kept.push(said(seq));
  whileReading((query) => {
    if (query.has("after")) return;
    whileReading(() => undefined);
    for (const seq of [2_001, 2_002, 2_003]) kept.push(said(seq));
    for (const seq of [2_002, 2_001]) tell({ message: said(seq) });
    tellRoom();
  });
  tellRoom();
  await pass(400);
  const anew = Array.from({ length: 50 }, (_, at) => 1_951 + at);
  expect([seqs()?.slice(0, 52), talk().log?.lastSeq]).toEqual([[...anew, 2_001, 2_002], 2_003]);
  await pass(400);
  expect(seqs()).toEqual([...anew, 2_001, 2_002, 2_003]);
});

const speaker = { guest: 9, unread: 0, readSeq: 0, mutedUntil: null, isBanned: false, mayModerate: false };

test("who is muted, banned or let speak again sees it within a second, though the socket is open", async () => {
  const { talk, tellRoom, asked } = createRoom([said(1)], speaker);
  await pass();
  const until = "2026-11-28T03:10:00.000Z";
  const states = [{ mutedUntil: until }, { isBanned: true }, {}].map((change) => ({ ...speaker, ...change }));
  for (const [at, mine] of states.entries()) {
    tellRoom({ rev: 2 + at, mine });
    await pass(1_000);
    expect(talk().room?.mine).toEqual(mine);
  }
  // What changed nothing is asked for by nobody.
  const before = asked.length;
  tellRoom();
  await pass(1_000);
  expect(asked.slice(before)).toEqual([]);
});

test("of a crowd nobody asks in the same instant, and who has asked once does not ask for each change", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  const { tellRoom, asked } = createRoom([said(1)], speaker);
  await pass();
  const before = asked.length;
  for (let rev = 2; rev < 9; rev += 1) tellRoom({ rev, here: 10_000 });
  await pass(9_900);
  expect(asked.slice(before)).toEqual([]);
  await pass(200);
  expect(asked.slice(before)).toEqual(["room"]);
  vi.restoreAllMocks();
});

test("of 150 messages hidden at once, of which 100 are named, none is shown any more (erasure)", async () => {
  const kept = Array.from({ length: 250 }, (_, at) => said(at + 1));
  const { conversation, talk, tellRoom, asked, setOpen } = createRoom(kept);
  await pass();
  for (let page = 0; page < 4; page += 1) await conversation.older();
  expect(talk().log?.messages).toHaveLength(250);
  for (let at = 0; at < 150; at += 1) kept[at] = said(at + 1, { text: null, isHidden: true });
  const named = Array.from({ length: 100 }, (_, at) => at + 1);
  tellRoom({ rev: 2, hidden: named });
  await pass(1_000);
  const shown = () => talk().log?.messages.flatMap(({ seq, isHidden }) => (isHidden ? [] : [seq]));
  expect(shown()).toEqual(Array.from({ length: 100 }, (_, at) => at + 151));
  // One more leaves out none: nothing is read again, nor by a look without a socket.
  const before = asked.length;
  tellRoom({ rev: 3, hidden: [200, ...named.slice(0, 99)] });
  setOpen(false);
  await pass(5_000);
  expect(asked.slice(before).filter((path) => path !== "room")).toEqual([]);
  expect(shown()).not.toContain(200);
});

test("D28: whoever is erased has no name on an open page, in notices either, nor in what comes late", async () => {
  const sender = (guest: number, name: string | null) => ({ guest, name, badge: null });
  const kept = [said(1, { kind: "join", text: null }), said(2, { sender: sender(2, "서연") }), said(3)];
  const { talk, tell, tellRoom } = createRoom(kept);
  const names = () => talk().log?.messages.map(({ sender: { name } }) => name);
  await pass();
  expect(names()).toEqual(["지수", "서연", "지수"]);
  tellRoom({ rev: 2, nameless: [1] });
  tell({ message: said(4, { kind: "leave", text: null }) });
  await pass();
  expect(names()).toEqual([null, "서연", null, null]);
  // Of more than can be named all is read again.
  kept[1] = said(2, { sender: sender(2, null) });
  tellRoom({ rev: 3, nameless: Array.from({ length: 100 }, (_, at) => at + 500) });
  await pass(1_000);
  expect(names()).toEqual([null, null, null, null]);
});

test("what could not be read again is read with the next look", async () => {
  const kept = Array.from({ length: 150 }, (_, at) => said(at + 1));
  const { conversation, talk, tellRoom, loseReads } = createRoom(kept);
  await pass();
  for (let page = 0; page < 2; page += 1) await conversation.older();
  for (let at = 0; at < 120; at += 1) kept[at] = said(at + 1, { text: null, isHidden: true });
  loseReads(1);
  tellRoom({ rev: 2, hidden: Array.from({ length: 100 }, (_, at) => at + 1) });
  await pass(5_000);
  expect(talk().log?.messages.filter(({ isHidden }) => !isHidden)).toHaveLength(30);
});
