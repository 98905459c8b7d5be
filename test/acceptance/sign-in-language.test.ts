import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createStandInKakao } from "../../server/demo/index.ts";
import { type Language, languageCookie } from "../../shared/languages.ts";
import { createKakaoVisitor, type KakaoVisitor } from "../services/kakao-visitor.ts";
import { openWorld, type World } from "./world.ts";

const client = { clientId: "popline", clientSecret: "a test's client secret" };

let world: World;
let kakao: Awaited<ReturnType<typeof createStandInKakao>>;
beforeAll(async () => {
  kakao = await createStandInKakao(client);
  const settings = { KAKAO_CLIENT_ID: client.clientId, KAKAO_CLIENT_SECRET: client.clientSecret };
  const mails = { MAIL_TRANSPORT: "mailbox", PUBLIC_URL: "http://127.0.0.1:3000" };
  world = await openWorld({ KAKAO_ISSUER: await kakao.start(), ...settings, ...mails });
});
afterAll(async () => {
  await world.close();
  await kakao.stop();
});

/** A browser that prefers one language; `chosen` is what somebody chose on our pages. */
function browser(prefers: string, chosen?: Language): KakaoVisitor {
  const visitor = createKakaoVisitor((method, path, send) =>
    world.ask(method, path, { ...send, headers: { ...send.headers, "accept-language": prefers } }),
  );
  if (chosen !== undefined) visitor.cookies.set(languageCookie, chosen);
  return visitor;
}

const pageOf = async (visitor: KakaoVisitor) =>
  /<html lang="(\w+)">/.exec(String((await visitor.get("/explore")).body.text))?.[1];
const writtenIn = async (visitor: KakaoVisitor) => (await visitor.get("/api/me/notification-settings")).body.language;

test("S1: whoever chose English before signing in reads on in English, and so are their mails", async () => {
  const { slot } = await world.openStore({ name: "Chosen before" });
  const visitor = browser("ko-KR,ko", "en");
  await visitor.signIn({ person: "4100000001" });
  expect([await pageOf(visitor), await writtenIn(visitor)]).toEqual(["en", "en"]);
  await world.join(slot, visitor.session());
  const subjects = async () => {
    const { body } = await world.ask("GET", "/api/demo/mailbox?limit=100");
    return (body.items as { subject: string }[]).map(({ subject }) => subject);
  };
  const subject = "Your reservation is confirmed: Chosen before";
  await waitUntil(async () => (await subjects()).includes(subject), { what: "a mail in English", everyMs: 100 });
});

test("D19: another sign-in, from a browser of another language, changes no language that is kept", async () => {
  const first = browser("ko", "en");
  await first.signIn({ person: "4100000002" });
  const second = browser("ko");
  await second.signIn({ person: "4100000002" });
  expect([await pageOf(second), await writtenIn(second)]).toEqual(["ko", "en"]);
  const change = { cookie: second.session(), body: { language: "ko" } };
  expect((await world.ask("PATCH", "/api/me/notification-settings", change)).status).toBe(200);
  await first.signIn({ person: "4100000002" });
  expect([await pageOf(first), await writtenIn(first)]).toEqual(["en", "ko"]);
  // Somebody of before there were languages.
  await world.database.query({ text: "update person set language = null where subject = '4100000002'", values: [] });
  await first.signIn({ person: "4100000002" });
  expect(await writtenIn(first)).toBe("en");
});

test("whoever read English because the address asked for it comes back to English", async () => {
  const visitor = browser("ko");
  const to = await visitor.get("/api/auth/kakao?returnTo=/explore&lang=en");
  const back = await visitor.consent(new URL(String(to.headers.location)), { person: "4100000003" });
  expect((await visitor.get(back)).headers.location).toBe("/welcome?returnTo=%2Fexplore");
  expect([await pageOf(visitor), await writtenIn(visitor)]).toEqual(["en", "en"]);
  // What the browser prefers is no choice: it may prefer another tomorrow.
  const plain = browser("en");
  await plain.signIn({ person: "4100000004" });
  expect([await pageOf(plain), plain.cookies.has(languageCookie)]).toEqual(["en", false]);
  expect(await browser("ko").get("/api/auth/kakao?lang=fr")).toMatchObject({ status: 400 });
});
