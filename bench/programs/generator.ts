import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { answerCalls } from "../../load/processes/calls.ts";
import { type Again, type Answer, buildQuestion, buildRequest, type GeneratorCalls, type Load } from "../load/load.ts";
import { createNotes } from "../load/notes.ts";
import { createReceiver, type Receipt } from "../load/receipt.ts";

/** Connections opened at the same time, well under the servers' backlog. */
const openedAtOnce = 250;
/** Accepted, and not done yet: ask again. */
const notYet = 202;

interface Line {
  readonly socket: Socket;
  readonly receive: (piece: string, now: number) => Receipt | null;
  /** The request in flight. */
  number: number;
}

let lines: Line[] = [];
let requests: Buffer[] = [];
let questions: Buffer[] = [];
/** How often one may ask at most: once, where nobody is told to wait. */
let mostAsked = 1;
let everyMs = 0;
let notes = createNotes(0);

async function openLine(url: string): Promise<Line> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, "connect");
  return { socket, receive: createReceiver(), number: -1 };
}

/** Questions for whoever is told to wait. */
function prepareQuestions(load: Load, again: Again | undefined): void {
  questions = again === undefined ? [] : requests.map((_, number) => buildQuestion(load, again, number));
  mostAsked = 1 + (again?.most ?? 0);
  everyMs = again?.everyMs ?? 0;
}

async function prepare(load: Load): Promise<void> {
  const keys = randomUUID();
  requests = Array.from({ length: load.requests }, (_, number) => buildRequest(load, number, keys));
  prepareQuestions(load, load.again);
  notes = createNotes(load.requests);
  lines = [];
  while (lines.length < load.connections) {
    const count = Math.min(openedAtOnce, load.connections - lines.length);
    const urls = Array.from({ length: count }, (_, place) => load.urls[(lines.length + place) % load.urls.length]);
    lines.push(...(await Promise.all(urls.map((url) => openLine(url as string)))));
  }
}

/** Calls `read` with every piece that arrives, and `fail` when the line breaks. */
function listen(line: Line, read: (line: Line, chunk: string) => void, fail: (error: unknown) => void): void {
  line.socket.setEncoding("latin1");
  line.socket.on("data", (chunk: string) => {
    try {
      read(line, chunk);
    } catch (error) {
      fail(error);
    }
  });
  line.socket.on("error", fail);
  line.socket.on("close", () => fail(new Error("The server closed a connection")));
}

function run(): Promise<number> {
  return new Promise((resolve, reject) => {
    let next = 0;
    let missing = requests.length;

    function write(line: Line, bytes: Buffer): void {
      notes.sent(line.number, performance.now());
      line.socket.write(bytes);
    }

    function send(line: Line): void {
      if (next === requests.length) return;
      line.number = next;
      next += 1;
      write(line, requests[line.number] as Buffer);
    }

    function read(line: Line, chunk: string): void {
      const now = performance.now();
      const receipt = line.receive(chunk, now);
      if (receipt === null) return;
      notes.received(line.number, receipt, now);
      if (receipt.status === notYet && notes.timesAsked(line.number) < mostAsked) {
        setTimeout(() => write(line, questions[line.number] as Buffer), everyMs);
        return;
      }
      missing -= 1;
      if (missing === 0) resolve(now - startedAt);
      else send(line);
    }

    for (const line of lines) listen(line, read, reject);
    const startedAt = performance.now();
    for (const line of lines) send(line);
  });
}

function answers(): Answer[] {
  for (const { socket } of lines) {
    socket.removeAllListeners();
    socket.on("error", () => undefined);
    // A reset leaves no port in TIME_WAIT; ten thousand of those a run would soon be all there are.
    socket.resetAndDestroy();
  }
  const all = notes.answers();
  lines = [];
  requests = [];
  questions = [];
  notes = createNotes(0);
  return all;
}

answerCalls({ prepare, run, answers } satisfies GeneratorCalls);
