import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Edition } from "../../../../shared/editions.ts";
import { tidyLine } from "../../../../shared/tidy-line.ts";
import { blank } from "./blank.ts";
import { createEditionDesk } from "./edition-desk.ts";

interface Call {
  readonly method: string;
  readonly key: string | undefined;
  readonly body: Record<string, unknown>;
}

let calls: Call[];
/** What the server has, played by the test: a revision that is not the last is refused, as there. */
let kept: Edition;
let isLost: boolean;
let isRemoved: boolean;
let device: Map<string, string>;
beforeEach(() => {
  vi.useFakeTimers();
  calls = [];
  kept = { ...blank, id: "7" as Edition["id"] };
  isLost = false;
  isRemoved = false;
  device = new Map();
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => device.get(name) ?? null,
    setItem: (name: string, text: string) => device.set(name, text),
    removeItem: (name: string) => device.delete(name),
  });
  vi.stubGlobal("fetch", async (_: string, request: RequestInit) => {
    const body = JSON.parse(String(request.body ?? "{}"));
    const key = (request.headers as Record<string, string>)["idempotency-key"];
    calls.push({ method: request.method ?? "GET", key, body });
    await new Promise((answer) => setTimeout(answer, 50));
    if (isLost) throw new TypeError("lost");
    if (isRemoved) return said(404, { type: "/problems/not-found" });
    if (request.method === "DELETE") return new Response(null, { status: 204 });
    if (request.method === "PATCH" && body.revision !== kept.revision)
      return said(409, { type: "/problems/stale-revision" });
    const { revision, knowingly: _knowingly, ...fields } = body;
    if (request.method !== "GET")
      kept = { ...kept, ...fields, revision: kept.revision + (revision === undefined ? 0 : 1) };
    kept = { ...kept, name: tidyLine(kept.name) };
    return said(200, kept);
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const said = (status: number, body: object) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

/** Time goes by until it is done. */
async function passing<Answer>(work: Promise<Answer>): Promise<Answer> {
  await vi.advanceTimersByTimeAsync(60_000);
  return work;
}

test("D21: what else is done to a store waits for a save that is on its way, and saves what came since", async () => {
  const desk = createEditionDesk("7", () => undefined);
  await passing(desk.load());
  desk.change({ bio: "하나" });
  const saving = desk.save();
  desk.change({ rules: "둘" });
  const acting = desk.act(async () => {
    kept = { ...kept, revision: kept.revision + 1, showsPicture: true };
    return kept;
  });
  await passing(Promise.all([saving, acting]));
  expect(calls.slice(1).map(({ body }) => body)).toEqual([
    { bio: "하나", revision: 1, knowingly: false },
    { rules: "둘", revision: 2, knowingly: false },
  ]);
  expect(desk.shown()).toMatchObject({ hasEdits: false, problem: null, edition: { revision: 4, showsPicture: true } });
});

test("I9: a draft whose birth nobody has answered is born once, whatever was written since", async () => {
  const born: string[] = [];
  const desk = createEditionDesk(null, (id) => born.push(id));
  expect(desk.shown().edition).toBeNull();
  await desk.load();
  isLost = true;
  desk.change({ name: "가" });
  expect(await passing(desk.save())).toBe(false);
  expect(desk.shown()).toMatchObject({ hasEdits: true, problem: { problem: "unreachable" }, edition: { name: "가" } });
  desk.change({ name: "가나", district: "성수" });
  isLost = false;
  expect(await passing(desk.save())).toBe(true);
  expect(born).toEqual(["7"]);
  expect(new Set(calls.map(({ key, body }) => `${key} ${JSON.stringify(body)}`)).size).toBe(1);
  expect(await passing(desk.save())).toBe(true);
  expect(calls.at(-1)).toMatchObject({ method: "PATCH", body: { name: "가나", district: "성수" } });
  expect(desk.shown()).toMatchObject({ hasEdits: false, edition: { name: "가나", district: "성수" } });
});

test("D21: a conflict keeps what was written here until somebody decides", async () => {
  const desk = createEditionDesk("7", () => undefined);
  await passing(desk.load());
  kept = { ...kept, revision: 5, bio: "다른 창" };
  desk.change({ name: "여기" });
  expect(await passing(desk.save())).toBe(false);
  desk.change({ name: "여기서" });
  expect(desk.shown()).toMatchObject({ problem: { problem: "stale-revision" }, edition: { name: "여기서" } });
  await passing(desk.keepMine());
  expect(desk.shown()).toMatchObject({ problem: null, hasEdits: false, edition: { name: "여기서", bio: "다른 창" } });
});

test("S6: a space at the end of what is written stays while a draft is saved, for its next word", async () => {
  const desk = createEditionDesk("7", () => undefined);
  await passing(desk.load());
  desk.change({ name: "Moon " });
  expect(await passing(desk.save())).toBe(true);
  expect([kept.name, desk.shown().edition?.name, desk.shown().hasEdits]).toEqual(["Moon", "Moon ", false]);
  desk.change({ name: `${desk.shown().edition?.name}Rabbit` });
  await passing(desk.save());
  expect(kept.name).toBe("Moon Rabbit");
});

test("D21: what was written before somebody else saved is decided on after a reload too", async () => {
  const desk = createEditionDesk("7", () => undefined);
  await passing(desk.load());
  desk.change({ bio: "여기" });
  kept = { ...kept, revision: 5, bio: "다른 창" };
  const reloaded = createEditionDesk("7", () => undefined);
  await passing(reloaded.load());
  expect(reloaded.shown()).toMatchObject({ hasEdits: true, edition: { bio: "여기" } });
  expect(await passing(reloaded.save())).toBe(false);
  expect(reloaded.shown().problem).toMatchObject({ problem: "stale-revision" });
  expect(kept.bio).toBe("다른 창");
  await passing(reloaded.keepMine());
  expect(kept).toMatchObject({ bio: "여기", revision: 6 });
});

test.each([
  ["by nobody else", 0, true],
  ["by somebody else before it", 1, false],
])("D21: what is written while a picture is uploaded to a store that was saved %s", async (_, others, isSaved) => {
  kept = { ...kept, publishedAt: "2026-11-01T00:00:00.000Z" };
  const desk = createEditionDesk("7", () => undefined);
  await passing(desk.load());
  desk.change({ bio: "여기" });
  kept = { ...kept, revision: kept.revision + others };
  const upload = async () => {
    kept = { ...kept, revision: kept.revision + 1, showsPicture: true };
    return kept;
  };
  await passing(desk.act(upload));
  expect(await passing(desk.save())).toBe(isSaved);
});

/** A desk with something on the device that nobody has saved. */
async function deskWithEdits() {
  const desk = createEditionDesk("7", () => undefined);
  await passing(desk.load());
  desk.change({ bio: "여기" });
  expect(device.size).toBe(1);
  return desk;
}

test("D21: what was written to a draft goes from the device when the draft is removed", async () => {
  const desk = await deskWithEdits();
  isLost = true;
  await passing(desk.remove());
  expect(device.size).toBe(1);
  isLost = false;
  expect(await passing(desk.remove())).toBeNull();
  expect([device.size, desk.shown().hasEdits]).toEqual([0, false]);
});

test("D21: where a store is not there any more nothing of it stays on the device", async () => {
  await deskWithEdits();
  isRemoved = true;
  const reloaded = createEditionDesk("7", () => undefined);
  await passing(reloaded.load());
  expect([reloaded.shown().isAbsent, device.size]).toEqual([true, 0]);

  isRemoved = false;
  const open = await deskWithEdits();
  isRemoved = true;
  expect(await passing(open.save())).toBe(false);
  open.change({ bio: "여기서" });
  expect([open.shown().edition?.bio, device.size]).toEqual(["여기서", 0]);
});
