import sharp from "sharp";
import { beforeAll, expect, test } from "vitest";
import { createSharpDarkroom } from "./darkroom.sharp.ts";
import { mostUploads } from "./rules.ts";

let upload: Buffer;
beforeAll(async () => {
  const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
  const picture = { width: 1_600, height: 2_000, channels: 3, background: "#1b2a6b", noise } as const;
  upload = await sharp({ create: picture }).png().toBuffer();
});

test("pictures are developed one at a time, a few wait, and nothing is kept of them", async () => {
  const darkroom = createSharpDarkroom();
  let most = 0;
  let isOver = false;
  const developed = Promise.all(Array.from({ length: mostUploads + 1 }, () => darkroom.develop(upload)));
  void developed.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    most = Math.max(most, sharp.counters().process);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const refused = (await developed).map((answer) => ("problem" in answer ? answer.problem : null));
  expect(refused).toEqual([...Array(mostUploads).fill(null), "busy"]);
  expect(most).toBe(1);
  expect(sharp.cache().memory.max).toBe(0);
  expect(await darkroom.develop(upload)).toMatchObject({ full: expect.any(Buffer) });
});

/** The left half in one colour, the right half in another. */
const halves = () => {
  const left = { create: { width: 200, height: 300, channels: 3 as const, background: "#c8285a" } };
  return sharp({ create: { width: 400, height: 300, channels: 3, background: "#1eaa3c" } }).composite([
    { input: left, left: 0, top: 0 },
  ]);
};

/** Which half of `halves` somebody sees at this share of the way across and down. */
async function halfAt(picture: Buffer, across: number, down: number): Promise<"left" | "right"> {
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
  const place = Math.floor(down * info.height) * info.width + Math.floor(across * info.width);
  return (data[place * info.channels] ?? 0) > 128 ? "left" : "right";
}

test("a picture hangs as its camera was held, in each of its prints", async () => {
  const darkroom = createSharpDarkroom();
  const turned = await halves().jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer();
  const prints = await darkroom.develop(turned);
  if ("problem" in prints) throw new Error(prints.problem);
  for (const print of [prints.full, prints.card]) {
    expect([await halfAt(print, 0.5, 0.1), await halfAt(print, 0.5, 0.9)]).toEqual(["left", "right"]);
    expect([await halfAt(print, 0.1, 0.25), await halfAt(print, 0.9, 0.25)]).toEqual(["left", "left"]);
  }
});

test("D21: no reader runs but those of PNG, JPEG and WebP, whatever gets as far as that", async () => {
  const darkroom = createSharpDarkroom();
  for (const format of ["png", "jpeg", "webp"] as const) {
    expect(await darkroom.develop(await halves().toFormat(format).toBuffer())).toHaveProperty("full");
  }
  const others = [
    await halves().gif().toBuffer(),
    await halves().tiff().toBuffer(),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="300" height="400"><rect width="9" height="9"/></svg>'),
  ];
  for (const other of others) expect(await darkroom.develop(other)).toEqual({ problem: "broken-picture" });
});
