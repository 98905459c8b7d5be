import { expect, test } from "vitest";
import { passMarkOf } from "../../../../server/reservations/index.ts";
import type { Attendee } from "../../../../shared/check-ins.ts";
import type { ReservationId, SlotId, StoreId } from "../../../../shared/ids.ts";
import { markOf } from "./marks.ts";
import { judgeOffline, refusedBy } from "./verdict.ts";

const start = Date.parse("2026-11-28T05:00:00.000Z");
const hourMs = 3_600_000;
const booked: Attendee = {
  ...{ id: "7" as ReservationId, slotId: "3" as SlotId, ticket: 1, name: "지수", partySize: 2 },
  ...{ startsAt: "2026-11-28T05:00:00.000Z", endsAt: "2026-11-28T06:00:00.000Z" },
  ...{ state: "confirmed", checkedInAt: null, isWalkIn: false, seatReleased: false, mark: "aaaaaa" },
};
const seen = { reservation: "7", code: "R-0000-0000" };
const typed = { reservation: null, code: "R-0000-0000" };
const judge = (list: readonly Attendee[], { scan = typed as typeof seen | typeof typed, now = start } = {}) =>
  judgeOffline(scan, "aaaaaa", list, [], now);

test("the browser marks a code as the server does", async () => {
  for (const code of ["R-7K2M-Q9XD", "R-0000-0000"]) {
    expect(await markOf(code, "12")).toBe(passMarkOf(code, "12" as StoreId));
    expect(await markOf(code, "13")).not.toBe(passMarkOf(code, "12" as StoreId));
  }
});

test("whoever is on the list comes in, by QR code and by a typed one", () => {
  expect(judge([booked])).toEqual({ kind: "in", party: booked, isOffline: true });
  expect(judge([booked], { scan: seen })).toMatchObject({ kind: "in" });
});

test("a code that is not on it, or of another number, does not", () => {
  expect(judge([])).toEqual({ kind: "unlisted", isAmbiguous: false });
  expect(judge([{ ...booked, mark: "bbbbbb" }])).toMatchObject({ kind: "unlisted" });
  expect(judge([{ ...booked, id: "8" as ReservationId }], { scan: seen })).toMatchObject({ kind: "unlisted" });
  expect(judgeOffline(null, "", [booked], [], start)).toMatchObject({ kind: "unlisted" });
});

test("where two passes have one mark, a typed code is not enough and a QR code is", () => {
  const twins = [booked, { ...booked, id: "8" as ReservationId }];
  expect(judge(twins)).toEqual({ kind: "unlisted", isAmbiguous: true });
  expect(judge(twins, { scan: seen })).toMatchObject({ kind: "in", party: { id: "7" } });
});

test("already inside: as the list has it, or let in here since", () => {
  const at = "2026-11-28T04:50:00.000Z";
  expect(judge([{ ...booked, state: "checked_in", checkedInAt: at }])).toEqual({ kind: "again", at, by: null });
  const letIn = [{ reservation: "7", scannedAt: at }];
  expect(judgeOffline(seen, "aaaaaa", [booked], letIn, start)).toEqual({ kind: "again", at, by: null });
});

test("cancelled, given on, an hour and more too early, and over: not let in; late in the slot: let in", () => {
  expect(judge([{ ...booked, state: "cancelled" }])).toMatchObject({ kind: "refused", problem: "already-ended" });
  const released = { ...booked, state: "no_show", seatReleased: true } as const;
  expect(judge([released])).toMatchObject({ kind: "refused", problem: "already-ended" });
  expect(judge([booked], { now: start - hourMs - 1 })).toMatchObject({ kind: "refused", problem: "wrong-time" });
  expect(judge([booked], { now: start + hourMs })).toMatchObject({ kind: "refused", startsAt: booked.startsAt });
  expect(judge([booked], { now: start - hourMs })).toMatchObject({ kind: "in" });
  expect(judge([{ ...booked, state: "no_show" }], { now: start + hourMs - 1 })).toMatchObject({ kind: "in" });
});

test("what the server refuses is said with what it says beside it", () => {
  const again = { problem: "already-checked-in", checkedInAt: "2026-11-28T05:00:00.000Z", checkedInBy: "하늘" };
  expect(refusedBy(again as never)).toEqual({ kind: "again", at: again.checkedInAt, by: "하늘" });
  expect(refusedBy({ problem: "not-found" })).toEqual({ kind: "refused", problem: "not-found", startsAt: null });
});
