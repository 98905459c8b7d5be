import { expect, test } from "vitest";
import type { Reservation } from "../../../shared/reservations.ts";
import { reservationLists } from "./reservation-lists.ts";

const now = Date.parse("2026-11-23T12:00:00.000Z");
const hours = (count: number) => new Date(now + count * 3_600_000).toISOString();
const visit = (id: string, startsInHours: number, state: Reservation["state"] = "confirmed") =>
  ({ id, state, startsAt: hours(startsInHours), endsAt: hours(startsInHours + 1) }) as Reservation;
const idsOf = (list: readonly Reservation[]) => list.map(({ id }) => id);

test("both lists go by the visit and not by when it was booked: the next one first, and the last one first", () => {
  // As the API lists them: those booked last first.
  const mine = [
    visit("9", 50),
    visit("8", -72, "completed"),
    visit("7", -0.5),
    visit("6", 3),
    visit("5", -24, "no_show"),
    visit("4", 30, "cancelled"),
    visit("3", -2),
  ];
  const { upcoming, past } = reservationLists(mine, now);
  expect(idsOf(upcoming)).toEqual(["7", "6", "9"]);
  expect(idsOf(past)).toEqual(["4", "3", "5", "8"]);
});
