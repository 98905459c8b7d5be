import { expect, test } from "vitest";
import { columnChange, wordsFor } from "./rules.ts";

const untidy = {
  name: " 달토끼\u200b  세탁소".normalize("NFD"),
  district: "성\u200b수\u3000",
  address: "연남로\u00a0\u00a02",
};

test("S6: name, district and address are kept in one spelling, and told of in the same", () => {
  expect(columnChange(untidy)).toEqual({ name: "달토끼 세탁소", district: "성수", address: "연남로 2" });
  expect(wordsFor(untidy)).toEqual(wordsFor({ name: "달토끼 세탁소", district: "성수", address: "연남로 2" }));
});

test("S6: a line whose letters are more in their one spelling than there is room for is named", () => {
  const letters = (count: number) => "\u0958".repeat(count);
  const untidied = { name: letters(41), district: letters(21), address: letters(101) };
  expect(columnChange(untidied)).toEqual({ problem: "bad-request", fields: ["name", "district", "address"] });
  expect(columnChange({ name: letters(40) })).toEqual({ name: letters(40).normalize("NFC") });
});

test("texts of several lines stay as they are written", () => {
  const bio = "첫째  줄\n둘째 줄 ";
  expect(columnChange({ bio })).toEqual({ bio });
});
