import type { IncomingMessage } from "node:http";
import serveSes from "aws-ses-v2-local";
import { type AwsAnswer, startLoopback } from "./loopback.ts";
import type { ReceivedMail } from "./mail-server.ts";

/** What a test may do while a mail comes in; it may wait, and what it answers the sender is told instead. */
interface Gates {
  answer?: ((mail: ReceivedMail, request: IncomingMessage) => Promise<AwsAnswer | undefined>) | undefined;
}

function readRequest(body: Buffer): ReceivedMail {
  const { Destination, Content } = JSON.parse(body.toString());
  const raw = Buffer.from(Content.Raw.Data, "base64").toString();
  const key = /^message-id:\s*(<.+>)\r?$/im.exec(raw)?.[1] ?? "";
  return { to: Destination.ToAddresses.join(), raw, at: performance.now(), key };
}

/** SES on loopback: another's stand-in, which looks at each request, behind a gate of ours. It keeps every mail. */
export async function startMailEndpoint() {
  const gates: Gates = {};
  const mails: ReceivedMail[] = [];
  let requests = 0;
  const ses = await serveSes({ port: 0, host: "127.0.0.1" });
  const { port } = ses.address() as { port: number };

  const server = await startLoopback(async (request, body) => {
    const { url = "", method = "", headers } = request;
    requests += 1;
    const mail = readRequest(body);
    const told = await gates.answer?.(mail, request);
    if (told !== undefined) return told;
    const authorization = headers.authorization ?? "";
    const init = { method, body: body.toString(), headers: { authorization, "content-type": "application/json" } };
    const answer = await fetch(`http://127.0.0.1:${port}${url}`, init);
    if (answer.ok) mails.push(mail);
    return { status: answer.status, body: (await answer.json()) as object };
  });

  return {
    ...server,
    gates,
    mails,
    requests: () => requests,
    async close(): Promise<void> {
      await server.close();
      await new Promise((resolve) => ses.close(resolve));
    },
  };
}
