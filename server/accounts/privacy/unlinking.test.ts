import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import type { PersonId } from "../../../shared/ids.ts";
import { type Ledger, openLedger } from "../../../test/services/ledger.ts";
import { createStandInKakao } from "../../demo/index.ts";
import { createKakaoLinks } from "./links.kakao.ts";
import type { Unlinked } from "./ports.ts";
import { createSqlPersonalData } from "./privacy.sql.ts";
import { unlinkTries } from "./rules.ts";
import { createUnlinking } from "./unlink-service.ts";
import { createSqlLinkList } from "./unlinking.sql.ts";

const failed: Unlinked = { outcome: "failed", cause: "unlink 503" };

describe.each(["embedded", "server"] as const)("links of those who have left, %s", (engine) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger(engine);
  });
  afterEach(() => ledger.run("delete from unlinking"));
  afterAll(() => ledger.close());

  /** Cuts at an issuer that answers this; notes whom it was asked about and what was complained of. */
  function unlinking(answer: Unlinked, issuer = "test") {
    const [asked, told] = [[] as string[], [] as unknown[]];
    const cut = async (subject: string) => {
      asked.push(subject);
      return answer;
    };
    const onTrouble = (cause: string, isLast: boolean) => told.push([cause, isLast]);
    const { run } = createUnlinking({ list: createSqlLinkList(ledger.database), links: { issuer, cut }, onTrouble });
    return { asked, told, run };
  }
  /** Somebody who has begun to leave; answers their account there. */
  async function leave(linkedAt: string | null = "test"): Promise<string> {
    const [person] = (await ledger.people(1)) as [PersonId];
    const [row] = await ledger.run<{ subject: string }>("select subject from person where id = $1", [person]);
    const { begin } = createSqlPersonalData(ledger.database);
    // A beginning that was interrupted is repeated.
    for (let time = 0; time < 2; time += 1) expect(await begin(person, linkedAt)).toBe(true);
    return row?.subject ?? "";
  }
  const rows = () => ledger.run<{ subject: string }>("select subject from unlinking");
  const laterOn = () => ledger.run("update unlinking set due_at = now() - interval '1 second'");

  test("D28: a link is cut once, by the issuer it is at, and then nothing names the account", async () => {
    const subject = await leave();
    const [elsewhere, here] = [unlinking({ outcome: "cut" }, "elsewhere"), unlinking({ outcome: "cut" })];
    await elsewhere.run();
    for (let time = 0; time < 2; time += 1) await here.run();
    expect([elsewhere.asked, here.asked, here.told]).toEqual([[], [subject], []]);
    expect(await rows()).toEqual([]);
  });

  test("D28: where no link can be cut, nothing is kept of the account", async () => {
    for (const linkedAt of [null, "elsewhere"]) await leave(linkedAt);
    expect(await rows()).toEqual([]);
  });

  test("what fails is tried again after a pause, twenty times, and is given up then", async () => {
    const subject = await leave();
    const { asked, told, run } = unlinking(failed);
    for (let time = 0; time < unlinkTries.most; time += 1) {
      expect(await rows()).toEqual([{ subject }]);
      // The second of these comes before the pause is over.
      for (let look = 0; look < 2; look += 1) await run();
      await laterOn();
    }
    await run();
    expect(asked).toEqual(Array.from({ length: unlinkTries.most }, () => subject));
    expect(told.filter((each) => String(each).endsWith("true"))).toEqual([["unlink 503", true]]);
    expect(await rows()).toEqual([]);
  });

  test("whoever leaves again before the link is cut has it tried at once, and from the beginning", async () => {
    const subject = await leave();
    const { asked, run } = unlinking(failed);
    await run();
    await run();
    expect(asked).toEqual([subject]);
    const signsIn = `insert into person (issuer, subject, name, role) values ('test', $1, '-', 'visitor') returning id`;
    const [again] = await ledger.run<{ id: PersonId }>(signsIn, [subject]);
    expect(await createSqlPersonalData(ledger.database).begin((again as { id: PersonId }).id, "test")).toBe(true);
    const cutting = unlinking({ outcome: "cut" });
    expect(await ledger.run("select subject, tries from unlinking")).toEqual([{ subject, tries: 0 }]);
    await cutting.run();
    expect([cutting.asked, await rows()]).toEqual([[subject], []]);
  });

  test("whoever signs in anew before the link is cut keeps it", async () => {
    const subject = await leave();
    await ledger.run("insert into person (issuer, subject, name, role) values ('test', $1, '-', 'visitor')", [subject]);
    const { asked, run } = unlinking({ outcome: "cut" });
    await run();
    expect([asked, await rows()]).toEqual([[], []]);
  });
});

describe("Kakao cuts links by the app's admin key", () => {
  const app = { clientId: "popline", clientSecret: "only this test knows" };
  const adminKey = "the app's admin key";
  let kakao: Awaited<ReturnType<typeof createStandInKakao>>;
  let issuer: string;
  let answer: ((asked: { path: string; headers: NodeJS.Dict<unknown> }) => object | number | null) | null = null;
  const reached: string[] = [];
  beforeAll(async () => {
    kakao = await createStandInKakao({ ...app, adminKey });
    kakao.app.addHook("preHandler", async ({ url, headers, body }, reply) => {
      reached.push(`${url} ${String(body ?? "")}`);
      const said = url === "/v1/user/unlink" ? answer?.({ path: url, headers }) : null;
      if (typeof said === "number") return reply.redirect("/elsewhere", said);
      if (said) return reply.code("code" in said ? 400 : 200).send(said);
    });
    issuer = await kakao.start();
  });
  afterEach(() => {
    answer = null;
  });
  afterAll(() => kakao.stop());
  const links = (more = {}) => createKakaoLinks({ ...app, issuer, adminKey, patience: 30, ...more });

  test("for the account that it is asked about, by its number", async () => {
    answer = ({ headers }) => (headers.authorization === `KakaoAK ${adminKey}` ? { id: 4_100_000_001 } : null);
    expect(await links().cut("4100000001")).toEqual({ outcome: "cut" });
    expect(reached).toContain("/v1/user/unlink target_id_type=user_id&target_id=4100000001");
  });

  test("whoever is not linked any more needs no second try", async () => {
    expect(await links().cut("4100000002")).toEqual({ outcome: "cut" });
  });

  test.each([
    ["another key", { adminKey: "guessed" }, null],
    ["an answer about somebody else", {}, () => ({ id: 4_100_000_002 })],
    ["another refusal of Kakao's", {}, () => ({ code: -2 })],
    ["a redirect", {}, () => 307],
  ])("%s cuts nothing, and the trouble names nobody", async (_, more, says) => {
    answer = says;
    const told = await links(more).cut("4100000001");
    expect(told).toEqual({ outcome: "failed", cause: expect.stringMatching(/^unlink \d{3}$/) });
    expect(reached.some((path) => path.startsWith("/elsewhere"))).toBe(false);
  });

  test("Kakao away, or slow, is a failure like any other", async () => {
    expect(await createKakaoLinks({ ...app, issuer: "http://127.0.0.1:9", adminKey }).cut("1")).toMatchObject({
      outcome: "failed",
    });
    const slow = await createStandInKakao({ ...app, adminKey });
    let isSlow = false;
    slow.app.addHook("onRequest", ({ url }, _reply, done) =>
      isSlow && url === "/v1/user/unlink" ? undefined : done(),
    );
    const { cut } = links({ issuer: await slow.start(), patience: 0.3 });
    const isCut = async () => (await cut("4100000001")).outcome === "cut";
    await waitUntil(isCut, { what: "Kakao has said in time where its endpoints are" });
    isSlow = true;
    const told = await cut("4100000001");
    expect(told).toEqual({ outcome: "failed", cause: "unlink TimeoutError" });
    await slow.stop();
  });
});
