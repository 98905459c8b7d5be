import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { answerCalls } from "../../load/processes/calls.ts";
import { cutAnswer, type RawAnswer } from "../load/answers.ts";
import { type Answer, buildRequest, type GeneratorCalls, type Load } from "../load/load.ts";

/** Connections opened at the same time, well under the servers' backlog. */
const openedAtOnce = 250;

interface Line {
  readonly socket: Socket;
  unread: string;
  /** The request in flight. */
  number: number;
}

let lines: Line[] = [];
let requests: Buffer[] = [];
let sentAt = new Float64Array();
let answeredAt = new Float64Array();
let received: RawAnswer[] = [];

async function openLine(url: string): Promise<Line> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, "connect");
  return { socket, unread: "", number: -1 };
}

async function prepare(load: Load): Promise<void> {
  const keys = randomUUID();
  requests = Array.from({ length: load.requests }, (_, number) => buildRequest(load, number, keys));
  sentAt = new Float64Array(load.requests);
  answeredAt = new Float64Array(load.requests);
  received = new Array(load.requests);
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

    function send(line: Line): void {
      if (next === requests.length) return;
      line.number = next;
      next += 1;
      sentAt[line.number] = performance.now();
      line.socket.write(requests[line.number] as Buffer);
    }

    function read(line: Line, chunk: string): void {
      line.unread += chunk;
      const answer = cutAnswer(line.unread);
      if (answer === null) return;
      line.unread = answer.rest;
      received[line.number] = answer;
      const now = performance.now();
      answeredAt[line.number] = now;
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
  const all = received.map(({ status, body }, number) => ({
    status,
    latencyMs: (answeredAt[number] as number) - (sentAt[number] as number),
    body: body === "" ? null : (JSON.parse(Buffer.from(body, "latin1").toString()) as unknown),
  }));
  lines = [];
  requests = [];
  received = [];
  return all;
}

answerCalls({ prepare, run, answers } satisfies GeneratorCalls);
