import { type Environment, readUrl, SettingsError } from "./setting-values.ts";

/** What hands mails over; `sqs`: a queue with a Lambda behind it. `off`: this process sends none; another may. */
export const mailTransports = ["mailbox", "smtp", "ses", "sqs", "off"] as const;

export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly user: string | null;
  readonly password: string;
}

export interface MailSettings {
  readonly transport: (typeof mailTransports)[number];
  /** Where `smtp` sends to. */
  readonly server: MailServer | null;
  /** "Popline <no-reply@popline.example>" */
  readonly from: string;
}

/** Of submission, with STARTTLS and with TLS from the start. */
const usualPorts = [587, 465];

function readServer(environment: Environment): MailServer | null {
  const text = readUrl(environment, "SMTP_URL", ["smtp:", "smtps:"]);
  if (text === null) return null;
  const { protocol, hostname, port, username, password } = new URL(text);
  if (hostname === "") throw new SettingsError("SMTP_URL must name a host: smtps://host");
  const secure = protocol === "smtps:";
  return {
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(port || usualPorts[secure ? 1 : 0]),
    secure,
    user: username === "" ? null : decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
}

const senderShape = /^(?:[^<>\p{Cc}]{0,80} )?<?[^\s<>@\p{Cc}]{1,64}@[^\s<>@\p{Cc}]{1,190}>?$/u;

export function readSender(environment: Environment, publicUrl: string | null): string {
  const host = publicUrl === null ? "popline.example" : new URL(publicUrl).hostname;
  const from = environment.MAIL_FROM ?? `Popline <no-reply@${host}>`;
  if (!senderShape.test(from)) throw new SettingsError("MAIL_FROM must be one address: Popline <no-reply@example.org>");
  return from;
}

/** A demo keeps its mails to itself unless it is given a mail server; elsewhere one is needed, or an explicit `off`. */
export function readMail(environment: Environment, demo: boolean, publicUrl: string | null): MailSettings {
  const server = readServer(environment);
  const usual = server !== null || !demo ? "smtp" : "mailbox";
  const asked = environment.MAIL_TRANSPORT ?? usual;
  const transport = mailTransports.find((name) => name === asked);
  if (transport === undefined) {
    throw new SettingsError(`MAIL_TRANSPORT must be one of ${mailTransports.join(", ")}, not: ${asked || "empty"}`);
  }
  if (transport === "mailbox" && !demo) throw new SettingsError("MAIL_TRANSPORT=mailbox is for demo mode only.");
  if (transport === "smtp" && server === null) {
    throw new SettingsError("SMTP_URL is needed outside demo mode, or MAIL_TRANSPORT: ses, sqs, off to send none.");
  }
  return { transport, server, from: readSender(environment, publicUrl) };
}
