import type { Mailer } from "./ports.ts";

/** Keeps a mail instead of sending it. */
export type KeepMail = (mail: Parameters<Mailer["send"]>[0]) => Promise<void>;

/** The demo's mail server: nothing leaves this machine. A mail with the same key is kept once. */
export function createMailboxMailer(keep: KeepMail): Mailer {
  return {
    async send(mail) {
      await keep(mail);
      return { outcome: "sent", trouble: null };
    },
    close: async () => undefined,
  };
}
