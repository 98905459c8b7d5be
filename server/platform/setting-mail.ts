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
  /** "Popline <hello@popline.example>" */
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

const addressShape = /^[^\s<>@\p{Cc}]{1,64}@[^\s<>@\p{Cc}]{1,190}$/u;
/** What nobody reads, by how it is called. */
const unreadShape = /^(no|do[-_.]?not)[-_.]?reply/i;
/** Mails of a demo are read where they gather, and answered by nobody. */
const demoSender = "Popline <no-reply@popline.example>";

const addressOf = (sender: string) => sender.replace(/^.*<|>$/g, "");

/** Whom mails come from. Outside a demo people answer them, and advertisements name them: so it has to be read. */
export function readSender(environment: Environment, demo: boolean): string {
  const from = environment.MAIL_FROM ?? (demo ? demoSender : "");
  if (from === "") throw new SettingsError("MAIL_FROM is needed outside demo mode: Popline <hello@example.org>");
  if (!senderShape.test(from)) throw new SettingsError("MAIL_FROM must be one address: Popline <hello@example.org>");
  if (!demo && unreadShape.test(addressOf(from))) {
    throw new SettingsError("MAIL_FROM must be an address that somebody reads: people answer what it sends.");
  }
  return from;
}

/** Where people ask about their data, as /privacy says; null in a demo that names nobody. Never what nobody reads. */
export function readContact(environment: Environment, from: string): string | null {
  const contact = environment.PRIVACY_CONTACT;
  if (contact === undefined) return unreadShape.test(addressOf(from)) ? null : addressOf(from);
  if (!addressShape.test(contact) || unreadShape.test(contact)) {
    throw new SettingsError("PRIVACY_CONTACT must be an address that somebody reads: privacy@example.org");
  }
  return contact;
}

/** A demo keeps its mails to itself unless it is given a mail server; elsewhere one is needed, or an explicit `off`. */
export function readMail(environment: Environment, demo: boolean): MailSettings {
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
  return { transport, server, from: readSender(environment, demo) };
}
