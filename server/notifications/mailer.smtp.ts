import SMTPConnection from "nodemailer/lib/smtp-connection";
import { mimeOf } from "./mails/mime.ts";
import type { HandOver, Mail, Mailer } from "./ports.ts";
import { sentAtOnce } from "./rules.ts";

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the start; else it is asked for, and insisted on unless it is this machine and has no password. */
  readonly secure: boolean;
  readonly user: string | null;
  readonly password: string;
  readonly from: string;
}

/** A connection nobody used for so long is closed. */
const idleMs = 30_000;
/** Mails that one connection carries: servers end those that go on for ever. */
const mostPerConnection = 100;

/** What never leaves this machine needs no cover. */
const thisMachine = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

interface Line {
  readonly connection: SMTPConnection;
  carried: number;
  isDropped: boolean;
  timer?: NodeJS.Timeout;
}

/** What went wrong in a word and the server's number, without its text, which often holds the address. */
function failureOf(error: Error & { code?: string; responseCode?: number }): HandOver {
  const { code = "", responseCode = 0 } = error;
  const trouble = [code, responseCode || ""].join(" ").trim() || "unknown";
  // Of the recipient or the mail the server may say never; of us and our password only somebody here can change it.
  const isRefusal = responseCode >= 500 && (code === "EENVELOPE" || code === "EMESSAGE");
  return { outcome: isRefusal ? "refused" : "failed", trouble };
}

/** Sends over SMTP, on at most ten connections that are kept for a while. */
export function createSmtpMailer({ host, port, secure, user, password, from }: SmtpSettings): Mailer {
  const idle: Line[] = [];
  const requireTLS = !secure && (user !== null || !thisMachine.test(host));
  const sender = /<([^>]+)>/.exec(from)?.[1] ?? from;

  function drop(line: Line): void {
    line.isDropped = true;
    clearTimeout(line.timer);
    line.connection.close();
  }

  function newLine(): Line {
    const limits = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 60_000 };
    const options = { host, port, secure, requireTLS, logger: false, ...limits };
    // Closing destroys: nothing that is still in a buffer may arrive afterwards.
    const connection = new SMTPConnection({ ...options, socketCloseTimeout: 0 });
    const line: Line = { connection, carried: 0, isDropped: false };
    connection.on("error", () => undefined);
    connection.on("end", () => {
      const at = idle.indexOf(line);
      if (at >= 0) idle.splice(at, 1);
    });
    return line;
  }

  function keep(line: Line): void {
    if (line.carried >= mostPerConnection || idle.length >= sentAtOnce) {
      drop(line);
      return;
    }
    line.timer = setTimeout(() => {
      idle.splice(idle.indexOf(line), 1);
      drop(line);
    }, idleMs).unref();
    idle.push(line);
  }

  async function open(line: Line): Promise<void> {
    const { connection } = line;
    await new Promise<void>((resolve, reject) => {
      connection.once("error", reject);
      connection.once("end", () => reject(Object.assign(new Error("closed"), { code: "ECONNECTION" })));
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    if (user === null) return;
    await new Promise<void>((resolve, reject) => {
      connection.login({ user, pass: password }, (error) => (error ? reject(error) : resolve()));
    });
  }

  async function carry(line: Line, isNew: boolean, mail: Mail): Promise<void> {
    const { content } = await mimeOf(mail, from);
    if (line.isDropped) return;
    if (isNew) await open(line);
    await new Promise<void>((resolve, reject) => {
      line.connection.send({ from: sender, to: [mail.to] }, content, (error) => (error ? reject(error) : resolve()));
    });
    line.carried += 1;
  }

  return {
    async send(mail, withinMs) {
      const kept = idle.pop();
      const line = kept ?? newLine();
      clearTimeout(line.timer);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(Object.assign(new Error("too slow"), { code: "ETIMEDOUT" })), withinMs);
      });
      try {
        await Promise.race([carry(line, kept === undefined, mail), late]);
        keep(line);
        return { outcome: "sent", trouble: null };
      } catch (error) {
        drop(line);
        return failureOf(error as Error);
      } finally {
        clearTimeout(timer);
      }
    },
    async close() {
      for (const line of idle.splice(0)) drop(line);
    },
  };
}
