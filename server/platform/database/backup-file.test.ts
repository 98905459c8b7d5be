import { expect, test } from "vitest";
import { packBackup, readBackup } from "./backup-file.ts";

const backup = { asOf: "2026-11-28T12:00:00.000Z", secret: "sealed", copy: Buffer.from("a copy\nof two lines") };
const packed = packBackup(backup);

test("what was packed is read again, also without a secret", () => {
  expect(readBackup("one", packed)).toEqual(backup);
  expect(readBackup("one", packBackup({ ...backup, secret: null })).secret).toBeNull();
});

test("I4: a backup that is cut anywhere, or has any byte changed, is refused by its name", () => {
  for (let at = 0; at < packed.length; at += 1) {
    const changed = Buffer.from(packed);
    changed[at] = Number(packed[at]) ^ 1;
    for (const bytes of [packed.subarray(0, at), changed])
      expect(() => readBackup("one", bytes)).toThrow(/^one is (cut short or was changed|no backup of Popline's)/);
  }
});

test("I4: a copy with the moment of another backup is refused", () => {
  const [seal, , ...copy] = packed.toString().split("\n");
  const later = JSON.stringify({ asOf: "2026-11-28T13:00:00.000Z", secret: "sealed" });
  expect(() => readBackup("one", Buffer.from([seal, later, ...copy].join("\n")))).toThrow("was changed");
});
