import { expect, test } from "vitest";
import { drawCard, linesOf } from "./card.ts";

const picture = { type: "image/svg+xml", bytes: Buffer.from("<svg/>") } as const;
const facts = { brand: "Popline", lead: "성수 · 11.30 – 12.16", ground: "#ffffff", ink: "#000000", picture };
const namesOf = (name: string) =>
  [...drawCard({ ...facts, name }).matchAll(/font-weight="800" fill="#000000">([^<]*)<\/text>/g)]
    .map(([, words]) => words)
    .slice(0, -1);

test("a name is broken between words where it can be, within them where it must, and cut off at last", () => {
  expect(linesOf("달토끼 세탁소 성수", 6)).toEqual(["달토끼 세탁소", "성수"]);
  expect(linesOf("띄어쓰기도없는이름", 4)).toEqual(["띄어쓰기", "도없는이", "름"]);
  expect(namesOf("달토끼 세탁소")).toEqual(["달토끼 세탁소"]);
  const long = namesOf("가".repeat(80));
  expect(long).toHaveLength(3);
  expect(long.at(-1)).toMatch(/…$/);
});

test("D16: no name breaks out of its text, and none makes it unreadable", () => {
  expect(namesOf("<script>&\u0000\ud800").join("").trim()).toBe("&lt;script&gt;&amp;");
});
