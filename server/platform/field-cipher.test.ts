import { expect, test } from "vitest";
import { createFieldCipher } from "./field-cipher.ts";

const [old, now] = ["a", "b"].map((letter) => ({ id: `key-${letter}`, key: Buffer.alloc(32, letter) }));
if (old === undefined || now === undefined) throw new Error("Two keys are needed.");
const cipher = createFieldCipher([now, old]);
const phone = "01012345678";
const mine = "person.phone:7";

test("what was sealed opens, says nothing by itself, and never looks the same twice", () => {
  const sealed = [cipher.seal(phone, mine), cipher.seal(phone, mine)];
  expect(sealed.map((text) => cipher.open(text, mine))).toEqual([phone, phone]);
  expect(new Set(sealed).size).toBe(2);
  for (const text of sealed) {
    expect(text).toMatch(/^key-b\.[\w-]+$/);
    expect(Buffer.from(text.split(".")[1] ?? "", "base64url").includes(phone)).toBe(false);
  }
  expect(cipher.open(cipher.seal("", mine), mine)).toBe("");
  expect(cipher.open(cipher.seal("지수 ☎", mine), mine)).toBe("지수 ☎");
});

test("in another row it does not open", () => {
  expect(cipher.open(cipher.seal(phone, mine), "person.phone:8")).toBeNull();
});

test("with any one character changed, cut off or longer it does not open", () => {
  const sealed = cipher.seal(phone, mine);
  const other = (at: number) => sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
  // The last character of base64 carries fewer bits than it has; what it says is checked all the same or ignored.
  const changed = Array.from({ length: sealed.length - 1 }, (_, at) => other(at));
  const cut = Array.from({ length: sealed.length - 1 }, (_, length) => sealed.slice(0, length));
  const wrong = [...changed, ...cut, `${sealed}AAAA`, "", ".", "key-b.", "key-b.AAAA"];
  expect(wrong.filter((text) => cipher.open(text, mine) !== null)).toEqual([]);
});

test("rotation: the old key still opens, the new one seals, and without the old one it is gone", () => {
  const before = createFieldCipher([old]).seal(phone, mine);
  expect(cipher.open(before, mine)).toBe(phone);
  expect(cipher.isCurrent(before)).toBe(false);
  const after = cipher.seal(phone, mine);
  expect(cipher.isCurrent(after)).toBe(true);
  const later = createFieldCipher([now]);
  expect([later.open(before, mine), later.open(after, mine)]).toEqual([null, phone]);
});

test("without a key there is no cipher", () => {
  expect(() => createFieldCipher([])).toThrow("needs a key");
});
