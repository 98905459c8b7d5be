import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createStandInKakao } from "../../server/demo/index.ts";
import { createKakaoVisitor } from "../services/kakao-visitor.ts";
import { openWorld, type World } from "./world.ts";

const client = { clientId: "popline", clientSecret: "a test's client secret" };
const adminKey = "a test's admin key";
const person = "4100000003";

let kakao: Awaited<ReturnType<typeof createStandInKakao>>;
let world: World;
/** Calls to unlink that wait for an answer, and what each was answered. */
const waiting: (() => void)[] = [];
const answered: number[] = [];
beforeAll(async () => {
  kakao = await createStandInKakao({ ...client, adminKey });
  kakao.app.addHook("onRequest", async ({ url }) => {
    if (url === "/v1/user/unlink") await new Promise<void>((resolve) => waiting.push(resolve));
  });
  kakao.app.addHook("onResponse", async ({ url }, { statusCode }) => {
    if (url === "/v1/user/unlink") answered.push(statusCode);
  });
  const app = { KAKAO_CLIENT_ID: client.clientId, KAKAO_CLIENT_SECRET: client.clientSecret };
  world = await openWorld({ KAKAO_ISSUER: await kakao.start(), ...app, KAKAO_ADMIN_KEY: adminKey });
});
afterAll(async () => {
  for (const go of waiting) go();
  await world.close();
  await kakao.stop();
});

test("D28: whoever leaves is unlinked at Kakao too, and no part of leaving waits for that", async () => {
  const { slot } = await world.openStore({ offerMinutes: 0 }, 1);
  const visitor = createKakaoVisitor(world.ask);
  await visitor.signIn({ person });
  const [mine, next] = [visitor.session(), await world.signIn("다음 사람")];
  for (const cookie of [mine, next]) await world.join(slot, cookie);
  expect(await world.everything()).toContain(person);

  expect((await world.ask("DELETE", "/api/me", { cookie: mine, body: { confirmed: true } })).status).toBe(204);
  expect(answered).toEqual([]);
  const seat = await world.ask("GET", `/api/slots/${slot}/entries/mine`, { cookie: next });
  expect(seat.body).toMatchObject({ state: "confirmed" });

  await waitUntil(() => waiting.length > 0, { what: "Kakao is asked to unlink" });
  waiting[0]?.();
  await waitUntil(async () => !(await world.everything()).includes(person), { what: "nothing names the account" });
  expect(answered).toEqual([200]);
});
