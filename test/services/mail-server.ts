import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

export interface ReceivedMail {
  readonly to: string;
  /** The whole of it, as it came over the wire. */
  readonly raw: string;
  readonly at: number;
  /** Its Message-ID. */
  readonly key: string;
}

/** What a test may do while a mail comes in; both may wait, and what they throw the sender is told. */
interface Gates {
  /** Before any of the mail was sent. */
  recipient?: (address: string) => Promise<void>;
  /** All of it is here and counts as received, and the sender does not know. */
  received?: (mail: ReceivedMail) => Promise<void>;
}

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;

/** Says no for good, as a mail server does of an address that is not there. */
export const refuse = (code: number) =>
  Object.assign(new Error("no such <somebody@popline.example>"), { responseCode: code });

/** A real SMTP server in this process, on `port` or any that is free. It keeps every mail. */
export async function startMailServer(gates: Gates = {}, port = 0) {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onRcptTo: (address, _session, callback) => {
      void (gates.recipient?.(address.address) ?? Promise.resolve()).then(() => callback(), callback);
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const raw = Buffer.concat(chunks).toString();
        const key = /^message-id:\s*(<.+>)\r?$/im.exec(raw)?.[1] ?? "";
        const mail = { to: session.envelope.rcptTo[0]?.address ?? "", raw, at: performance.now(), key };
        mails.push(mail);
        void (gates.received?.(mail) ?? Promise.resolve()).then(() => callback(), callback);
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", () => resolve()));
  const address = server.server.address() as AddressInfo;
  return {
    gates,
    mails,
    port: address.port,
    url: `smtp://127.0.0.1:${address.port}`,
    mailsTo: (address: string) => mails.filter(({ to }) => to === address),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** What a mail reader makes of it. */
export function readMail({ raw }: Pick<ReceivedMail, "raw">): Promise<Email> {
  return PostalMime.parse(raw, { attachmentEncoding: "utf8" });
}
