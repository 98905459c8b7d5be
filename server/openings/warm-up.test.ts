import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { region } from "../../test/services/aws.ts";
import { startLoopback } from "../../test/services/loopback.ts";
import { createTestDatabase } from "../../test/services/test-database.ts";
import { openDatabase } from "../platform/database/index.ts";
import { close, handler } from "../warm-up-function.ts";

type Loopback = Awaited<ReturnType<typeof startLoopback>>;

const floors: string[] = [];
let place: Awaited<ReturnType<typeof createTestDatabase>>;
let database: Awaited<ReturnType<typeof openDatabase>>;
let scaling: Loopback;
beforeAll(async () => {
  place = await createTestDatabase({ migrated: true });
  database = await openDatabase({ databaseUrl: place.url, dataFolder: "" });
  scaling = await startLoopback(async (_request, body) => {
    const text = body.toString();
    const { ResourceId, MinCapacity } = text.startsWith("{") ? JSON.parse(text) : {};
    const form = new URLSearchParams(text);
    const isService = ResourceId !== undefined;
    floors.push(
      isService ? `${ResourceId} ${MinCapacity}` : `${form.get("AutoScalingGroupName")} ${form.get("MinSize")}`,
    );
    return { status: 200, ...(isService ? {} : { xml: "<UpdateAutoScalingGroupResponse/>" }) };
  });
  const settings = {
    ...{ DATABASE_URL: place.url, FLOOR_SERVICE: "service/popline/popline", FLOOR_TASKS: "2,8" },
    ...{ FLOOR_GROUP: "hosts", FLOOR_HOSTS: "2,5", AWS_REGION: region },
    ...{ AWS_ACCESS_KEY_ID: "tests", AWS_SECRET_ACCESS_KEY: "tests" },
    ...{ AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING: scaling.url, AWS_ENDPOINT_URL_AUTO_SCALING: scaling.url },
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  await database.query({ text: owner, values: [] });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await close();
  await database.close();
  await scaling.close();
  await place.drop();
});

const owner = "insert into person (issuer, subject, name, role) values ('tests', 'host', 'Host', 'host')";
const store = `insert into store (owner_id, name, category, district, starts_on, ends_on, opens_at, closes_at)
  select id, 'Moon', 'fashion', 'seongsu', current_date, current_date + 9, now(), now() + interval '9 days'
  from person where name = 'Host'`;

/** What the floors are after a run, with the one store's opening so many minutes from now. */
async function floorsAt(minutes: number): Promise<string[]> {
  const text = "update store set opens_at = now() + make_interval(mins => $1)";
  await database.query({ text, values: [minutes] });
  floors.splice(0);
  await handler();
  return floors.sort();
}

const [usual, warm] = [
  ["hosts 2", "service/popline/popline 2"],
  ["hosts 5", "service/popline/popline 8"],
];

test("S40: a quarter of an hour before an opening the floor is raised, ten minutes after it lowered", async () => {
  await handler();
  expect(floors.sort()).toEqual(usual);
  await database.query({ text: store, values: [] });
  expect(await floorsAt(16)).toEqual(usual);
  expect(await floorsAt(14)).toEqual(warm);
  expect(await floorsAt(-9)).toEqual(warm);
  expect(await floorsAt(-11)).toEqual(usual);
});

test("a draft warms nothing up", async () => {
  await database.query({ text: "update store set published_at = null", values: [] });
  expect(await floorsAt(5)).toEqual(usual);
});
