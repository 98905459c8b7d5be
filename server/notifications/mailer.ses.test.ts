import { domainToASCII } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { PersonId } from "../../shared/ids.ts";
import { region } from "../../test/services/aws.ts";
import { freePort } from "../../test/services/free-port.ts";
import { startMailEndpoint } from "../../test/services/mail-endpoint.ts";
import { readMail } from "../../test/services/mail-server.ts";
import { createSesMailer } from "./mailer.ses.ts";
import type { Mail } from "./ports.ts";

let ses: Awaited<ReturnType<typeof startMailEndpoint>>;
beforeAll(async () => {
  ses = await startMailEndpoint();
});
afterAll(() => ses.close());
beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "tests");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "tests");
  vi.stubEnv("AWS_ENDPOINT_URL_SESV2", ses.url);
  ses.gates.answer = undefined;
  ses.mails.splice(0);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const text = { subject: "내일이에요 ☕", text: "자리", html: "<p>자리</p>" };
const file = { name: "popline.ics", type: "text/calendar; charset=utf-8; method=PUBLISH", text: "BEGIN:VCALENDAR" };
const mailTo = (to: string, changes: Partial<Mail> = {}): Mail => ({
  ...{
    key: "outbox-7@popline.example",
    person: "1" as PersonId,
    to,
    ...text,
    attachments: [file],
    unsubscribeUrl: null,
  },
  ...changes,
});

async function handOver(mail = mailTo("a@popline.example"), withinMs = 30_000) {
  const mailer = createSesMailer({ region, from: "팝라인 <no-reply@popline.example>" });
  const outcome = await mailer.send(mail, withinMs);
  await mailer.close();
  return outcome;
}

/** What SES says, each time or the first times only. */
function says(status: number, error: string, message = "", times = Number.POSITIVE_INFINITY) {
  let said = 0;
  ses.gates.answer = async () => {
    said += 1;
    return said > times ? undefined : { status, error, body: { message } };
  };
  return () => said;
}

test("S32: a mail by SES is whole: subject, texts, file, sender, key, and a press that ends it", async () => {
  const unsubscribeUrl = "https://popline.example/api/notifications/unsubscribe?token=1.reminder.x";
  expect(await handOver(mailTo("a@팝라인.example", { unsubscribeUrl }))).toEqual({ outcome: "sent", trouble: null });
  const to = `a@${domainToASCII("팝라인.example")}`;
  expect(ses.mails[0]).toMatchObject({ to, key: "<outbox-7@popline.example>" });
  const mail = await readMail(ses.mails[0] as { raw: string });
  expect(mail).toMatchObject({ subject: text.subject, from: { name: "팝라인", address: "no-reply@popline.example" } });
  expect([mail.text?.trim(), mail.html?.trim()]).toEqual([text.text, text.html]);
  expect(mail.attachments.map(({ filename, content }) => [filename, content])).toEqual([[file.name, `${file.text}\n`]]);
  const headers = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]));
  expect(headers).toMatchObject({
    "list-unsubscribe": `<${unsubscribeUrl}>`,
    "list-unsubscribe-post": "List-Unsubscribe=One-Click",
    // SES writes a Message-ID of its own, so the key is here too.
    "x-popline-key": "outbox-7@popline.example",
  });
  await handOver();
  expect(ses.mails[1]?.raw).not.toMatch(/^list-unsubscribe/im);
});

describe("what SES says is understood, and never repeated", () => {
  test.each([
    ["refused", 400, "MessageRejected", "Message contains a virus, to a@popline.example"],
    ["refused", 400, "BadRequestException", "Illegal address a@popline.example"],
    ["failed", 400, "MessageRejected", "Email address is not verified: no-reply@popline.example"],
    ["failed", 400, "MailFromDomainNotVerifiedException", "popline.example"],
    ["failed", 403, "AccessDeniedException", "of arn:aws:iam::000000000000:user/a"],
    ["failed", 400, "SendingPausedException", "paused"],
  ])("%s: %d %s", async (outcome, status, error, message) => {
    const said = says(status, error, message);
    expect(await handOver()).toEqual({ outcome, trouble: `${error} ${status}` });
    expect([said(), ses.mails.length]).toEqual([1, 0]);
  });

  test("too many at once, then sent: one mail, by the SDK's own pause", async () => {
    const said = says(429, "TooManyRequestsException", "", 1);
    expect(await handOver()).toEqual({ outcome: "sent", trouble: null });
    expect([said(), ses.mails.length]).toEqual([2, 1]);
  });

  test.each([
    [429, "TooManyRequestsException"],
    [500, "InternalFailure"],
  ])("%d again and again: failed after three requests", async (status, error) => {
    const said = says(status, error);
    expect(await handOver()).toEqual({ outcome: "failed", trouble: `${error} ${status}` });
    expect(said()).toBe(3);
  });

  test("nobody there", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL_SESV2", `http://127.0.0.1:${await freePort()}`);
    expect(await handOver()).toEqual({ outcome: "failed", trouble: "ECONNREFUSED" });
  });
});

describe("I7: when the time is over nothing is on its way any more", () => {
  test("a request without an answer is cut off", async () => {
    let open: () => void = () => undefined;
    let cutOff = false;
    ses.gates.answer = async (_, request) => {
      request.socket.once("close", () => {
        cutOff = true;
      });
      await new Promise<void>((resolve) => {
        open = resolve;
      });
      return { status: 503 };
    };
    expect(await handOver(undefined, 5_000)).toEqual({ outcome: "failed", trouble: "ETIMEDOUT" });
    await waitUntil(() => cutOff, { what: "the connection is cut" });
    open();
    expect(ses.mails).toEqual([]);
  });

  test("between two requests of the SDK: the answer is not late, and no further request comes", async () => {
    ses.gates.answer = async () => ({ status: 429, error: "TooManyRequestsException", retryAfterSeconds: 60 });
    const slow = createSesMailer({ region, from: "no-reply@popline.example" });
    const startedAt = performance.now();
    expect(await slow.send(mailTo("a@popline.example"), 2_000)).toEqual({ outcome: "failed", trouble: "ETIMEDOUT" });
    // The SDK pauses for 20 s at most.
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    const before = ses.requests();
    ses.gates.answer = undefined;
    expect(await slow.send(mailTo("b@popline.example"), 30_000)).toMatchObject({ outcome: "sent" });
    expect([ses.requests() - before, ses.mails.map(({ to }) => to)]).toEqual([1, ["b@popline.example"]]);
    await slow.close();
  });
});
