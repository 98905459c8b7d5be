import { textFrame } from "./text-frame.ts";

/** Sockets written to in one turn of the event loop, so that presses are answered in between. */
const sentPerTurn = 500;

/** Whoever reads frames that were prepared for many. */
interface Reader {
  sendFrame(frame: Buffer): void;
}

/** Messages, and who they are for. */
export interface Addressed {
  readonly followers: ReadonlySet<Reader>;
  readonly messages: readonly object[];
}

/** What those are sent who are addressed by the same parts; those of one more part are a branch. */
interface Mail {
  readonly pieces: readonly Buffer[];
  readonly branches: Map<Buffer, Mail>;
  whole: Buffer | null;
}

const emptyMail = (pieces: readonly Buffer[]): Mail => ({ pieces, branches: new Map(), whole: null });

function withPiece(mail: Mail, piece: Buffer): Mail {
  const known = mail.branches.get(piece);
  if (known !== undefined) return known;
  const made = emptyMail([...mail.pieces, piece]);
  mail.branches.set(piece, made);
  return made;
}

/**
 * Sends everybody the messages that are for them in one piece, which a socket writes in one call to the kernel: that is
 * what it costs, whatever is in it. Resolves when the last was written to, to how many they were.
 */
export async function deliver(parts: readonly Addressed[]): Promise<number> {
  const nothing = emptyMail([]);
  const mails = new Map<Reader, Mail>();
  for (const { followers, messages } of parts) {
    const piece = Buffer.concat(messages.map((message) => textFrame(JSON.stringify(message))));
    for (const follower of followers) mails.set(follower, withPiece(mails.get(follower) ?? nothing, piece));
  }
  let sent = 0;
  for (const [follower, mail] of mails) {
    mail.whole ??= Buffer.concat(mail.pieces);
    follower.sendFrame(mail.whole);
    sent += 1;
    if (sent % sentPerTurn === 0) await new Promise(setImmediate);
  }
  return sent;
}
