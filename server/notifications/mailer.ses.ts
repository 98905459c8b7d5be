import { mimeOf } from "./mails/mime.ts";
import type { HandOver, Mail, Mailer } from "./ports.ts";

export interface SesSettings {
  readonly region: string;
  readonly from: string;
}

/** Requests for one mail, by the SDK's own pauses; all of them within the mail's time. */
const mostAttempts = 3;
const connectWithinMs = 3_000;

/** Loaded with the first mail, for most installations send none by SES. */
async function connect(region: string) {
  const { SESv2Client, SendEmailCommand } = await import("@aws-sdk/client-sesv2");
  const requestHandler = { connectionTimeout: connectWithinMs };
  return { client: new SESv2Client({ region, maxAttempts: mostAttempts, requestHandler }), SendEmailCommand };
}

/** Of the recipient or the mail SES may say never; of our sender or account only somebody here can change it. */
const refusals = /^(MessageRejected|BadRequestException)$/;
const ourFault = /not verified/i;

interface SesError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** What went wrong in a word and a number, without its text, which often holds the address. */
function failureOf({ name, code = "", message, $metadata }: SesError): HandOver {
  const word = [code, name].find((text) => /^[A-Za-z_]{1,60}$/.test(text)) ?? "unknown";
  const trouble = [word, $metadata?.httpStatusCode ?? ""].join(" ").trim();
  const isRefusal = refusals.test(name) && !ourFault.test(message);
  return { outcome: isRefusal ? "refused" : "failed", trouble };
}

/** Sends by Amazon SES, as whoever the SDK's usual chain of credentials says we are. */
export function createSesMailer({ region, from }: SesSettings): Mailer {
  let connection: ReturnType<typeof connect> | null = null;

  async function carry(mail: Mail, abortSignal: AbortSignal): Promise<void> {
    connection ??= connect(region);
    const [{ client, SendEmailCommand }, { content, to }] = await Promise.all([connection, mimeOf(mail, from)]);
    abortSignal.throwIfAborted();
    const request = { Destination: { ToAddresses: [to] }, Content: { Raw: { Data: content } } };
    await client.send(new SendEmailCommand(request), { abortSignal });
  }

  return {
    async send(mail, withinMs) {
      const stop = new AbortController();
      let timer: NodeJS.Timeout | undefined;
      // Between two attempts the SDK does not look at the signal; it sends nothing more, and is not waited for.
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          stop.abort();
          reject(Object.assign(new Error("too slow"), { code: "ETIMEDOUT" }));
        }, withinMs);
      });
      try {
        await Promise.race([carry(mail, stop.signal), late]);
        return { outcome: "sent", trouble: null };
      } catch (error) {
        return failureOf(error as SesError);
      } finally {
        clearTimeout(timer);
      }
    },
    async close() {
      (await connection)?.client.destroy();
    },
  };
}
