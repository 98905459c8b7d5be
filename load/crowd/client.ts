import { Agent, request } from "node:http";

export interface Reply {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: NodeJS.Dict<string | string[]>;
  /** Of the body, as it came over the network. */
  readonly bytes: number;
}

export interface Send {
  readonly cookie?: string | undefined;
  readonly key?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection breaks once everything is sent, and the answer is never seen. */
  readonly hangsUp?: boolean;
}

function textOf(body: unknown): string | null {
  if (body === undefined) return null;
  return typeof body === "string" ? body : JSON.stringify(body);
}

export type Client = ReturnType<typeof createClient>;

/** An HTTP client on keep-alive connections. A lost connection rejects; every status is an answer. */
export function createClient(url: string, connections = 256, always: Readonly<Record<string, string>> = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(url);

  function send(
    method: string,
    path: string,
    { cookie, key, body, headers = {}, hangsUp = false }: Send = {},
  ): Promise<Reply> {
    const text = textOf(body);
    const all: Record<string, string> = { ...always, ...headers };
    if (cookie !== undefined) all.cookie = cookie;
    if (key !== undefined) all["idempotency-key"] = key;
    if (text !== null) {
      all["content-type"] ??= "application/json";
      all["content-length"] = String(Buffer.byteLength(text));
    }
    return new Promise((resolve, reject) => {
      const sent = request({ agent, hostname, port, path, method, headers: all }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const whole = Buffer.concat(chunks);
          const received = whole.toString();
          const isJson = /json/.test(response.headers["content-type"] ?? "");
          const parsed = isJson && received !== "" ? JSON.parse(received) : { text: received };
          resolve({ status: response.statusCode ?? 0, body: parsed, headers: response.headers, bytes: whole.length });
        });
      });
      sent.on("error", reject);
      if (hangsUp) sent.on("finish", () => sent.destroy(new Error("hung up")));
      sent.end(text ?? undefined);
    });
  }

  return {
    url,
    send,
    /** Signs a demo person in; answers their cookie and id. */
    async signIn(name: string, role: "visitor" | "host" | "operator" = "visitor") {
      const reply = await send("POST", "/api/demo/sign-in", { body: { name, role } });
      if (reply.status !== 200) throw new Error(`${name} could not sign in: ${JSON.stringify(reply.body)}`);
      const [cookie = ""] = String(reply.headers["set-cookie"]).split(";");
      return { cookie, id: String(reply.body.id) };
    },
    close: () => agent.destroy(),
  };
}
