import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonId } from "../../shared/ids.ts";
import { startMailServer } from "../../test/services/mail-server.ts";
import { createSmtpMailer } from "./mailer.smtp.ts";

let server: Awaited<ReturnType<typeof startMailServer>>;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.close());

/** Hands one mail to the test's server, which speaks no TLS, under whatever name it is reached by. */
async function handOver(host: string, user: string | null) {
  const from = "Popline <no-reply@popline.example>";
  const mailer = createSmtpMailer({ host, port: server.port, secure: false, user, password: "", from });
  const texts = { subject: "자리", text: "자리", html: "<p>자리</p>", attachments: [], unsubscribeUrl: null };
  const mail = { key: "one@popline.example", person: "1" as PersonId, to: "a@popline.example", ...texts };
  const outcome = await mailer.send(mail, 30_000);
  await mailer.close();
  return outcome;
}

test("a mail leaves this machine by TLS or not at all, and so does a password", async () => {
  expect(await handOver("127.0.0.1", null)).toEqual({ outcome: "sent", trouble: null });
  // Another name for this machine that looks like any other address.
  expect(await handOver("0.0.0.0", null)).toMatchObject({ outcome: "failed", trouble: expect.stringMatching(/TLS/) });
  expect(await handOver("127.0.0.1", "popline")).toMatchObject({ outcome: "failed" });
  expect(server.mails).toHaveLength(1);
});
