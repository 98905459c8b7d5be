/** One run of the generator. Request n takes the n-th path, body and cookie, each list starting over when it ends. */
export interface Load {
  readonly urls: readonly string[];
  readonly method: "GET" | "POST";
  readonly connections: number;
  readonly requests: number;
  readonly paths: readonly string[];
  readonly bodies: readonly string[];
  readonly cookies: readonly string[];
}

/** What came back for one request; `body` is the parsed JSON, `latencyMs` from writing to the last byte read. */
export interface Answer<Body = unknown> {
  readonly status: number;
  readonly latencyMs: number;
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

/** The bytes of request `number`. Each has an Idempotency-Key of its own, as our pages send one with each press. */
export function buildRequest(load: Load, number: number, keys: string): Buffer {
  const body = load.bodies.length === 0 ? "" : at(load.bodies, number);
  const head = [
    `${load.method} ${at(load.paths, number)} HTTP/1.1`,
    `Host: ${new URL(at(load.urls, number % load.connections)).host}`,
    ...(load.cookies.length > 0 ? [`Cookie: popline=${at(load.cookies, number)}`] : []),
    ...(load.method === "POST" ? [`Idempotency-Key: ${keys}-${number}`, "Content-Type: application/json"] : []),
    ...(body === "" ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
}
