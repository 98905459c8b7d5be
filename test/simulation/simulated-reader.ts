import type { Caller } from "../../server/platform/http/caller.ts";
import type { Message } from "../../shared/chat.ts";
import type { PersonId, SessionId } from "../../shared/ids.ts";
import { createConversation, nothingYet } from "../../web/src/chat/conversation.ts";
import type { World } from "../../web/src/chat/world.ts";
import { createLiveSocket } from "../../web/src/live.ts";
import type { Schedule } from "./schedule.ts";
import type { Processes } from "./simulated-processes.ts";

type ApiAnswer = Promise<never>;

/** A browser's socket to one of the processes; what is said comes in order, and not at all once it is cut. */
function connectTo(processes: Processes, caller: Caller): WebSocket {
  const socket = new EventTarget();
  const process = processes.pick();
  let isCut = false;
  let [there, back]: [Promise<void>, Promise<void>] = [processes.onTheWay(), Promise.resolve()];
  const tell = (name: string, more: object) => socket.dispatchEvent(Object.assign(new Event(name), more));
  const server = processes.accept(process, caller, bring, cut);
  function cut(): void {
    if (isCut) return;
    isCut = true;
    process.cut.delete(cut);
    if (process.isAlive) server.emit("close");
    void processes.onTheWay().then(() => tell("close", { code: 1006 }));
  }
  function bring(data: string): void {
    back = back.then(processes.onTheWay).then(() => void (isCut || tell("message", { data })));
  }
  const opened = there.then(() => void (process.isAlive ? tell("open", {}) : cut()));
  there = opened;
  process.cut.add(cut);
  const send = (text: string) => {
    there = there
      .then(processes.onTheWay)
      .then(() => void (isCut || !process.isAlive || server.emit("message", Buffer.from(text), false)));
  };
  return Object.assign(socket, { send, close: cut }) as unknown as WebSocket;
}

/** The API through whichever process is there; one that dies meanwhile answers nothing. */
function createApi(processes: Processes, person: PersonId, wrong: string[]): Pick<World, "read" | "write"> {
  async function through<Answer>(work: (rooms: ReturnType<Processes["pick"]>["rooms"]) => Promise<Answer>) {
    const process = processes.pick();
    await processes.onTheWay();
    const unreachable = { problem: "unreachable" } as const;
    if (!process.isAlive) return unreachable;
    const died = new Promise<typeof unreachable>((resolve) => process.cut.add(() => resolve(unreachable)));
    const answer = await Promise.race([work(process.rooms).catch(() => unreachable), died]);
    await processes.onTheWay();
    return answer;
  }
  return {
    read: ((path: string) => {
      const { pathname, searchParams } = new URL(path, "http://popline");
      if (pathname.endsWith("/room")) return through((rooms) => rooms.find(processes.room, person));
      return through((rooms) => rooms.history(processes.room, Object.fromEntries(searchParams)));
    }) as unknown as World["read"],
    write: ((_method: string, _path: string, { body }: { body: { clientId: string; text: string } }) =>
      through(async (rooms) => {
        const answer = await rooms.say(processes.room, { person, ...body });
        if ("problem" in answer) return answer;
        if (answer.message.clientId !== body.clientId)
          wrong.push(`${body.clientId} was answered with another's message`);
        return answer.message;
      }) as ApiAnswer) as unknown as World["write"],
  };
}

/** Somebody with the room's page open: the product's own, but for what it looks like. */
export function openReader(schedule: Schedule, processes: Processes, person: PersonId) {
  const caller: Caller = { id: person, name: person, role: "visitor", session: person as unknown as SessionId };
  let talk = nothingYet;
  /** What was shown that is no order, or has a gap. */
  const wrong: string[] = [];
  function judge(messages: readonly Message[]): void {
    const broken = messages.some(({ seq }, at) => at > 0 && seq !== (messages[at - 1] as Message).seq + 1);
    if (broken) wrong.push(`${person} was shown ${messages.map(({ seq }) => seq).join(" ")} at ${schedule.now()} ms`);
  }
  const live = createLiveSocket(() => connectTo(processes, caller));
  const conversation = createConversation(
    processes.room,
    { ...createApi(processes, person, wrong), live },
    {
      isSignedIn: true,
      isAlong: () => true,
      onSignedOut: () => undefined,
      onChange(next) {
        talk = next;
        judge(next.log?.messages ?? []);
      },
    },
  );
  conversation.start();
  return {
    wrong,
    say: conversation.say,
    end: conversation.end,
    shown: () => talk.log?.messages ?? [],
    /** Presses "again" at whatever failed. */
    again: () => {
      for (const { clientId, state } of talk.sends) if (state === "failed") conversation.sayAgain(clientId);
    },
    isWaiting: () => talk.sends.length > 0,
    drop: live.drop,
  };
}
export type Reader = ReturnType<typeof openReader>;
