import { request } from "node:http";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { largestUploadBytes, mostPixels } from "../../shared/store-codes.ts";
import { must } from "./authorisation/things.ts";
import { type Answered, openWorld, type World } from "./world.ts";

let world: World;
let host: string;
let store: string;
let photo: Buffer;
beforeAll(async () => {
  world = await openWorld();
  const place = await world.openStore();
  host = place.host;
  store = place.store;
  photo = await painted(1_600, 1_200)
    .jpeg()
    .withExif({ IFD0: { Copyright: "secret-place" } })
    .toBuffer();
});
afterAll(() => world.close());

const painted = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 40, b: 90 } }, limitInputPixels: false });

async function upload(bytes: Buffer, type: string, cookie = host, to = store): Promise<Answered> {
  return world.ask("POST", `/api/stores/${to}/poster`, { cookie, body: bytes, headers: { "content-type": type } });
}

/** Numbers of 32 bits, as PNG writes them. */
function words(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  for (const [at, number] of numbers.entries()) bytes.writeUInt32BE(number, 4 * at);
  return bytes;
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  return Buffer.concat([words(data.length), named, words(crc32(named))]);
}

const pngOf = (...chunks: Buffer[]) => Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...chunks]);
const pngHeader = (width: number, height: number) =>
  chunk("IHDR", Buffer.concat([words(width, height), Buffer.from([8, 2, 0, 0, 0])]));

/** Says that it is 60,000 × 60,000 pixels, in a few hundred bytes. */
function bomb(): Buffer {
  const data = chunk("IDAT", deflateSync(Buffer.alloc(100_000)));
  return pngOf(pngHeader(60_000, 60_000), data, chunk("IEND", Buffer.alloc(0)));
}

/** Two frames: in the colour of `painted`, then in another one. sharp writes no PNG that moves. */
function movingPng(): Buffer {
  const [width, height] = [300, 400];
  const pixels = (colour: readonly number[]) => {
    const row = Buffer.from([0, ...Array.from({ length: width }, () => colour).flat()]);
    return deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  };
  // Each for a tenth of a second, in the place of the one before.
  const control = (sequence: number) =>
    chunk("fcTL", Buffer.concat([words(sequence, width, height, 0, 0), Buffer.from([0, 1, 0, 10, 0, 0])]));
  return pngOf(
    ...[pngHeader(width, height), chunk("acTL", words(2, 0))],
    ...[control(0), chunk("IDAT", pixels([200, 40, 90]))],
    ...[control(1), chunk("fdAT", Buffer.concat([words(2), pixels([55, 215, 165])]))],
    chunk("IEND", Buffer.alloc(0)),
  );
}

async function moving() {
  const first = await painted(300, 400).png().toBuffer();
  const second = await painted(300, 400).negate().png().toBuffer();
  return sharp([first, second], { join: { animated: true } });
}
const movingWebp = async () => (await moving()).webp().toBuffer();
const movingGif = async () => (await moving()).gif().toBuffer();

/** Whether a picture has the colour of `painted` there, but for what re-encoding does to it. */
async function expectPainted(picture: Buffer, left: number, top: number): Promise<void> {
  const there = sharp(picture).extract({ left, top, width: 1, height: 1 }).raw();
  const [...colour] = await there.toBuffer();
  for (const [at, value] of [200, 40, 90].entries()) expect(Math.abs((colour[at] ?? 0) - value)).toBeLessThan(6);
}

test("D21: an uploaded poster is re-encoded, loses what it said besides, and hangs wherever posters do", async () => {
  const answer = await upload(photo, "image/jpeg");
  expect(answer).toMatchObject({
    status: 200,
    body: { showsPicture: true, picture: expect.stringMatching(/^[\w-]{22}$/) },
  });
  const { picture } = answer.body;
  const card = (await world.ask("GET", `/api/stores/${store}`)).body;
  expect(card.poster).toMatchObject({ picture });
  for (const [name, width, height] of [
    [picture, 900, 1_200],
    [`${picture}-card`, 450, 600],
  ] as const) {
    const shown = await world.ask("GET", `/posters/pictures/${name}.webp`);
    expect(shown).toMatchObject({
      status: 200,
      headers: {
        "content-type": "image/webp",
        "cache-control": "public, max-age=31536000, immutable",
        "x-content-type-options": "nosniff",
        "content-security-policy": expect.stringContaining("default-src 'none'"),
      },
    });
    const { exif, xmp, icc, ...read } = await sharp(shown.bytes).metadata();
    expect({ exif, xmp, icc }).toEqual({ exif: undefined, xmp: undefined, icc: undefined });
    expect(read).toMatchObject({ format: "webp", width, height });
    expect(shown.bytes.includes("secret-place")).toBe(false);
  }
  for (const [url, name] of [
    [`/posters/${store}.svg`, picture],
    [`/posters/${store}/art.svg`, `${picture}-card`],
  ]) {
    const there = await world.ask("GET", String(url));
    expect([there.status, there.headers.location]).toEqual([302, `/posters/pictures/${name}.webp`]);
  }
});

test("I11: a draft's poster is drawn, whatever hangs there: for its host, and kept by nobody between", async () => {
  const { id } = await must(world, "POST", "/api/stores/drafts", host, { name: "아직 초안" });
  expect(await upload(photo, "image/jpeg", host, String(id))).toMatchObject({
    status: 200,
    body: { showsPicture: true },
  });
  const stranger = await world.signIn("남의 초안", "host");
  for (const url of [`/posters/${id}.svg`, `/posters/${id}/art.svg`]) {
    const mine = await world.ask("GET", url, { cookie: host });
    expect([mine.status, mine.headers["cache-control"], mine.headers.location]).toEqual([
      ...[200, "private, no-cache", undefined],
    ]);
    for (const cookie of [undefined, stranger]) {
      const theirs = await world.ask("GET", url, { cookie });
      expect([theirs.status, theirs.headers.location]).toEqual([404, undefined]);
    }
  }
});

test.each([
  ["PNG", "image/png", movingPng],
  ["WebP", "image/webp", movingWebp],
] as const)("a %s that moves hangs as its first frame, and stands still", async (_, type, make) => {
  const answer = await upload(await make(), type);
  expect(answer.status).toBe(200);
  for (const name of [answer.body.picture, `${answer.body.picture}-card`]) {
    const { bytes } = await world.ask("GET", `/posters/pictures/${name}.webp`);
    const { format, pages } = await sharp(bytes, { animated: true }).metadata();
    expect({ format, pages }).toEqual({ format: "webp", pages: undefined });
    await expectPainted(bytes, 150, 200);
  }
});

test("the generated art is chosen again, and the upload after it; a new one has a new name", async () => {
  const first = (await upload(photo, "image/jpeg")).body;
  const choose = (revision: unknown, showsPicture: boolean) =>
    world.ask("PATCH", `/api/stores/${store}`, { cookie: host, body: { revision, showsPicture } });
  const generated = await choose(first.revision, false);
  expect(generated.body).toMatchObject({ showsPicture: false, picture: first.picture });
  expect((await world.ask("GET", `/posters/${store}.svg`)).status).toBe(200);
  expect((await choose(generated.body.revision, true)).body).toMatchObject({ showsPicture: true });
  const names = new Set([first.picture]);
  for (let turn = 0; turn < 3; turn += 1) names.add((await upload(photo, "image/jpeg")).body.picture);
  expect(names.size).toBe(4);
  const statuses = [...names].map(async (name) => (await world.ask("GET", `/posters/pictures/${name}.webp`)).status);
  expect((await Promise.all(statuses)).sort()).toEqual([200, 200, 200, 404]);
});

describe("hostile uploads get a clear problem, leave no row, and no memory", () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const page = Buffer.from("<!doctype html><script>alert(1)</script>");
  const gif = Buffer.from("GIF89a/*<svg/onload=alert(1)>*/=1;", "latin1");
  const huge = () => painted(10_000, 5_000).png({ compressionLevel: 9 }).toBuffer();
  const cases: readonly (readonly [string, string, () => Buffer | Promise<Buffer>, string, number])[] = [
    ["SVG by its own name", "image/svg+xml", () => svg, "not-a-picture", 415],
    ["SVG as PNG", "image/png", () => svg, "not-a-picture", 415],
    ["a page as JPEG", "image/jpeg", () => page, "not-a-picture", 415],
    ["a page by its own name", "text/html", () => page, "not-a-picture", 415],
    ["JSON", "application/json", () => Buffer.from("{}"), "not-a-picture", 415],
    ["GIF that is a script", "image/png", () => gif, "not-a-picture", 415],
    ["JPEG as PNG", "image/png", () => photo, "not-a-picture", 415],
    ["nothing", "image/png", () => Buffer.alloc(0), "not-a-picture", 415],
    ["50 megapixels", "image/png", huge, "too-many-pixels", 422],
    ["a few bytes that say 3,600 megapixels", "image/png", bomb, "too-many-pixels", 422],
    ["half a JPEG", "image/jpeg", () => photo.subarray(0, photo.length / 2), "broken-picture", 422],
    ["a PNG's first bytes", "image/png", () => bomb().subarray(0, 20), "broken-picture", 422],
    ["a GIF that moves", "image/gif", movingGif, "not-a-picture", 415],
    ["a GIF that moves as WebP", "image/webp", movingGif, "not-a-picture", 415],
    ["too many bytes", "image/png", () => Buffer.alloc(largestUploadBytes + 1), "body-too-large", 413],
  ];
  test.each(cases)("%s", async (_, type, make, problem, status) => {
    const bytes = await make();
    const count = { text: "select count(*)::integer as count from picture", values: [] };
    const before = await world.database.query(count);
    const memory = process.memoryUsage.rss();
    const answer = await upload(bytes, type);
    expect(answer).toMatchObject({ status, body: { type: `/problems/${problem}`, title: expect.any(String) } });
    // Decoded, 50 megapixels are 150 MB and the small file 10 GB.
    expect(process.memoryUsage.rss() - memory).toBeLessThan(100 * 1024 * 1024);
    expect(await world.database.query(count)).toEqual(before);
  });

  test("a picture that is a page behind its end is a picture and nothing else afterwards", async () => {
    const polyglot = Buffer.concat([await painted(300, 400).png().toBuffer(), page]);
    const { picture } = (await upload(polyglot, "image/png")).body;
    const shown = await world.ask("GET", `/posters/pictures/${picture}.webp`);
    expect([shown.status, shown.bytes.includes("script")]).toEqual([200, false]);
  });

  test("the most pixels that may come are decoded, within bounded memory", async () => {
    const side = Math.floor(Math.sqrt(mostPixels));
    const large = await painted(side, side).png({ compressionLevel: 9 }).toBuffer();
    expect((await upload(large, "image/png")).status).toBe(200);
  });
});

/** An upload whose bytes do not come, with its place taken. */
async function beginUpload(cookie = host, to = store) {
  const size = { "content-type": "image/jpeg", "content-length": photo.length };
  const headers = { cookie, ...size, expect: "100-continue" };
  const sending = request(`${world.address}/api/stores/${to}/poster`, { method: "POST", headers });
  const isGone = new Promise((resolve) => sending.once("error", resolve));
  const hasBegun = new Promise((resolve) => sending.once("continue", resolve));
  sending.flushHeaders();
  await hasBegun;
  // By the time that this is answered the door has seen the upload, which came before.
  await world.ask("GET", "/api/me", { cookie });
  return {
    sending,
    async leave(): Promise<void> {
      sending.destroy();
      await isGone;
    },
  };
}

test("one upload at a time of each host, four in all; the others are told when to come back", async () => {
  const places = await Promise.all(Array.from({ length: 6 }, () => world.openStore()));
  const begun: Awaited<ReturnType<typeof beginUpload>>[] = [];
  for (const [at, { host: cookie, store: to }] of places.entries()) {
    const { status, headers } = await upload(photo, "image/jpeg", cookie, to);
    expect([status, headers["retry-after"]]).toEqual(at < 4 ? [200, undefined] : [503, "3"]);
    if (at < 4) begun.push(await beginUpload(cookie, to));
  }
  for (const { leave } of begun) await leave();
  const isFree = async () => (await upload(photo, "image/jpeg")).status === 200;
  await waitUntil(isFree, { what: "there is a place again" });
  const { leave } = await beginUpload();
  expect((await upload(photo, "image/jpeg")).status).toBe(503);
  await leave();
});

test("an upload whose sender goes away in the middle leaves no place taken", async () => {
  const { host: cookie, store: to } = await world.openStore();
  const { sending, leave } = await beginUpload(cookie, to);
  sending.write(photo.subarray(0, 100));
  expect((await upload(photo, "image/jpeg", cookie, to)).status).toBe(503);
  await leave();
  const isFree = async () => (await upload(photo, "image/jpeg", cookie, to)).status === 200;
  await waitUntil(isFree, { what: "their place is free again" });
});

test("I11: somebody else's store is absent before a byte is looked at; so are names that nobody gave", async () => {
  const stranger = await world.signIn("남의 포스터", "host");
  expect(await upload(photo, "image/jpeg", stranger)).toMatchObject({ status: 404 });
  for (const name of ["A".repeat(22), `${"A".repeat(22)}-card`, "x", "..%2f..%2fetc", "A".repeat(23)]) {
    expect((await world.ask("GET", `/posters/pictures/${name}.webp`)).status).toBe(404);
  }
  await must(world, "GET", `/api/stores/${store}/edition`, host);
});

test("where its address is shared, a store is shown by its poster, drawn or uploaded, and its name", async () => {
  const { host: cookie, store: to } = await world.openStore();
  const shared = async (path: string) => {
    const { status, headers, bytes } = await world.ask("GET", path);
    expect([path, status, headers["content-type"]]).toEqual([path, 200, "image/png"]);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: "png", width: 1_200, height: 630 });
    return { bytes, headers };
  };
  const generated = await shared(`/posters/${store}/share.png`);
  const again = { headers: { "if-none-match": String(generated.headers.etag) } };
  expect(await world.ask("GET", `/posters/${store}/share.png`, again)).toMatchObject({ status: 304 });
  await upload(await painted(900, 1_200).png().toBuffer(), "image/png", cookie, to);
  await expectPainted((await shared(`/posters/${to}/share.png`)).bytes, 200, 300);
  const ours = [await shared("/posters/share.png"), await shared("/posters/share.png?lang=en")];
  expect(ours[0]?.headers.etag).not.toBe(ours[1]?.headers.etag);
  const [korean, english] = [
    await shared(`/posters/${to}/share.png?lang=ko`),
    await shared(`/posters/${to}/share.png?lang=en`),
  ];
  expect(korean.headers.etag).not.toBe(english.headers.etag);
  expect((await world.ask("GET", "/posters/share.png?lang=xx")).status).toBe(400);
  await must(world, "POST", `/api/stores/${to}/unpublish`, cookie);
  expect((await world.ask("GET", `/posters/${to}/share.png`)).status, "taken back").toBe(404);
  const draft = await must(world, "POST", "/api/stores/drafts", cookie, { name: "아직 아무도" });
  for (const absent of [draft.id, "999999999"]) {
    expect((await world.ask("GET", `/posters/${absent}/share.png`, { cookie })).status).toBe(404);
  }
});
