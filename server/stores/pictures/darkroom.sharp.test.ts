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
