/** One run of the generator. Request n takes the n-th path, body and cookie, each list starting over when it ends. */
export interface Load {
  readonly urls: readonly string[];
  readonly method: "GET" | "POST";
  readonly connections: number;
  readonly requests: number;
  readonly paths: readonly string[];
  readonly bodies: readonly string[];
  readonly cookies: readonly string[];
  /** What each request says beside that. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly again?: Again;
}

/** Whoever is answered 202, "not yet", asks again on the same connection until something else is said. */
export interface Again {
  /** Of request n the n-th. */
  readonly paths: readonly string[];
  /** Between an answer and the next question. */
  readonly everyMs: number;
  /** Questions of one person; then they give up, and 202 is the answer. */
  readonly most: number;
}

/** What came back for one request, by the last answer if it was asked for again. */
export interface Answer<Body = unknown> {
  readonly status: number;
  /** From writing to the last byte read. */
  readonly latencyMs: number;
  /** From the first byte read of the answer to the last. */
  readonly receivingMs: number;
  /** Of all answers, with their heads. */
  readonly receivedBytes: number;
  /** How often it was asked, the first time included. */
  readonly asked: number;
  /** The parsed JSON; those that are alike letter for letter are one object. */
  readonly body: Body;
}

/** The generator's calls, in this order: prepare, run, answers. */
export type GeneratorCalls = {
  /** Opens every connection and builds every request, so that a run only writes and reads. */
  prepare(load: Load): Promise<void>;
  /** Sends; each connection has one request in flight. Answers the milliseconds from first write to last answer. */
  run(argument: null): Promise<number>;
  /** Parses what the last run received, in the order of the requests, and closes the connections. */
  answers(argument: null): Answer[];
};

const at = (list: readonly string[], number: number) => list[number % list.length] as string;

const hostLine = (load: Load, number: number) => `Host: ${new URL(at(load.urls, number % load.connections)).host}`;
const cookieLines = ({ cookies }: Load, number: number) =>
  cookies.length > 0 ? [`Cookie: popline=${at(cookies, number)}`] : [];

/** The bytes of request `number`. Each has an Idempotency-Key of its own, as our pages send one with each press. */
export function buildRequest(load: Load, number: number, keys: string): Buffer {
  const body = load.bodies.length === 0 ? "" : at(load.bodies, number);
  const head = [
    `${load.method} ${at(load.paths, number)} HTTP/1.1`,
    hostLine(load, number),
    ...cookieLines(load, number),
    ...Object.entries(load.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
    ...(load.method === "POST" ? [`Idempotency-Key: ${keys}-${number}`, "Content-Type: application/json"] : []),
    ...(body === "" ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** The bytes with which whoever made request `number` asks again. */
export function buildQuestion(load: Load, { paths }: Again, number: number): Buffer {
  const head = [`GET ${at(paths, number)} HTTP/1.1`, hostLine(load, number), ...cookieLines(load, number)];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n`);
}
