import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { realClock } from "../../server/platform/clock.ts";
import type { Http } from "../../server/platform/http/index.ts";
import { consentVersion } from "../../shared/consent-version.ts";
import { firstBirthYear, regions, sexes, yearInKorea, youngestAge } from "../../shared/people-codes.ts";
import { openWorld, type World } from "./world.ts";

/** Whom the session says that it is. */
const whoseSession = (http: Http) =>
  void http.get("/api/session-name", { config: { access: "signed-in" } }, ({ caller }) => ({ name: caller?.name }));

let world: World;
let cookie: string;
beforeAll(async () => {
  world = await openWorld({}, { isStill: true, moreRoutes: whoseSession });
  cookie = await world.signIn("지수");
});
afterAll(() => world.close());

const read = async () => (await world.ask("GET", "/api/me", { cookie })).body;
const change = (body: unknown) => world.ask("PATCH", "/api/me", { cookie, body });
/** Under the text of today. */
const tell = (told: object) => change({ version: consentVersion, ...told });
const rowOf = async (id: unknown) => {
  const [row] = await world.database.query<Record<string, unknown>>({
    text: "select * from person where id = $1",
    values: [id],
  });
  return row ?? {};
};
const born = yearInKorea(Date.now()) - 27;

test("S3, S4, S5: everything about oneself can be told in parts, changed and taken back; the rest stays", async () => {
  const nothing = { phone: null, sex: null, birthYear: null, ageBand: null, region: null };
  expect(await read()).toMatchObject({ ...nothing, name: "지수", role: "visitor", isIntroduced: false });
  const told = { phone: "010-1234 5678", sex: "F", birthYear: born, region: "11", isIntroduced: true };
  const shown = { ...told, phone: "01012345678", ageBand: 2 };
  expect(await tell(told)).toMatchObject({ status: 200, body: shown });
  expect((await tell({ region: "26" })).body).toMatchObject({ ...shown, region: "26" });
  expect((await tell({ phone: null, birthYear: null })).body).toMatchObject({
    ...{ phone: null, birthYear: null, ageBand: null, sex: "F", region: "26", isIntroduced: true },
  });
});

test("D28: whoever empties the phone number agrees to its use no more, and to the rest as before", async () => {
  const caller = await world.signIn("번호를 지운 사람");
  const tell = (told: object) =>
    world.ask("PATCH", "/api/me", { cookie: caller, body: { version: consentVersion, ...told } });
  const given = async () => (await world.ask("GET", "/api/me/consents", { cookie: caller })).body.items;
  await tell({ phone: "010 1234 5678" });
  await tell({ region: "11" });
  await tell({ phone: null });
  const [contact, profile] = ["contact", "profile"].map((kind) => ({ kind, isGiven: true }));
  expect(await given()).toMatchObject([{ ...contact, isGiven: false }, profile, contact]);
  // What is empty already is not taken back again.
  await tell({ phone: null });
  expect(await given()).toHaveLength(3);
});

test("S3: whoever turns 14 this year in Korea may tell it, also while UTC still has the old year", async () => {
  let now = Date.parse("2029-12-31T14:59:59Z");
  const atNewYear = await openWorld({}, { clock: { ...realClock, now: () => now } });
  try {
    const young = await atNewYear.signIn("열네 살");
    const body = { birthYear: 2030 - youngestAge, version: consentVersion };
    const born = () => atNewYear.ask("PATCH", "/api/me", { cookie: young, body });
    expect(await born()).toMatchObject({ status: 400, body: { fields: ["birthYear"] } });
    now += 1_000;
    expect(await born()).toMatchObject({ status: 200, body: { ageBand: 1 } });
  } finally {
    await atNewYear.close();
  }
});

test("S3: skipping is told once and asks nothing more", async () => {
  const shy = await world.signIn("수줍은이");
  const skip = await world.ask("PATCH", "/api/me", { cookie: shy, body: { isIntroduced: true } });
  expect(skip).toMatchObject({ status: 200, body: { isIntroduced: true, phone: null, sex: null } });
});

test("S4: another name is in the session at once; the id never changes", async () => {
  const { id } = await read();
  const session = async () => (await world.ask("GET", "/api/session-name", { cookie })).body;
  expect(await session()).toEqual({ name: "지수" });
  expect((await change({ name: " 지수 둘 " })).body).toMatchObject({ id, name: "지수 둘" });
  expect(await read()).toMatchObject({ id, name: "지수 둘" });
  expect(await session()).toEqual({ name: "지수 둘" });
  const again = await world.ask("POST", "/api/demo/sign-in", { body: { name: "지수", role: "visitor" } });
  expect(again.body).toMatchObject({ id, name: "지수 둘" });
});

test("D11: role, id, e-mail address and owner planted in a change are refused and change nothing", async () => {
  const before = await world.everything();
  for (const planted of [{ role: "operator" }, { id: "1" }, { email: "a@b.example" }, { sessionVersion: 9 }]) {
    expect(await change({ name: "높은 사람", ...planted })).toMatchObject({ status: 400 });
  }
  expect(await change({})).toMatchObject({ status: 400 });
  expect(await world.everything()).toBe(before);
});

describe("D28: only codes of the one list are taken", () => {
  test.each([
    { sex: "f" },
    { sex: "여" },
    { region: "99" },
    { region: 11 },
    { birthYear: 1899 },
    { birthYear: "1999" },
    { birthYear: yearInKorea(Date.now()) - 13 },
    { phone: "전화" },
    { phone: "123" },
    { phone: "010-1234-5678-9999-1111" },
    { isIntroduced: false },
    { name: "" },
    { name: "x".repeat(41) },
  ])("%j is not", async (body) => {
    expect(await tell(body)).toMatchObject({ status: 400, body: { type: "/problems/bad-request" } });
  });
});

test("D28: the database takes every code of the one list, and no other", async () => {
  const { id } = await read();
  const write = (column: string, value: unknown) =>
    world.database.query({ text: `update person set ${column} = $2 where id = $1`, values: [id, value] });
  for (const sex of [...sexes, null]) await write("sex", sex);
  for (const region of [...regions, null]) await write("region", region);
  for (const year of [firstBirthYear, yearInKorea(Date.now()) - youngestAge, null]) await write("birth_year", year);
  for (const [column, wrong] of [
    ["sex", "f"],
    ["region", "99"],
    ["birth_year", firstBirthYear - 1],
  ] as const) {
    await expect(write(column, wrong)).rejects.toThrow(/person_(sex|region|birth_year)/);
  }
});

test("D28: what is told under the text of another day is refused; a version alone changes nothing", async () => {
  const before = await read();
  const refused = { status: 400, body: { fields: ["version"] } };
  expect(await change({ region: "41", version: "2026-11-23" })).toMatchObject(refused);
  expect(await read()).toEqual(before);
  expect(await change({ version: "2026-11-23" })).toMatchObject({ status: 200, body: before });
});

test("the phone number is nowhere in the database but sealed to its person", async () => {
  await tell({ phone: "01099998888" });
  const { id } = await read();
  const { phone_sealed: sealed } = await rowOf(id);
  expect(sealed).toMatch(/^demo\.[\w-]+$/);
  expect(await world.everything()).not.toMatch(/0?1099998888/);
  // Copied to another person it says nothing.
  const other = await world.signIn("도둑");
  const thief = (await world.ask("GET", "/api/me", { cookie: other })).body.id;
  await world.database.query({ text: "update person set phone_sealed = $2 where id = $1", values: [thief, sealed] });
  expect((await world.ask("GET", "/api/me", { cookie: other })).body.phone).toBeNull();
});
