import { expect, test } from "vitest";
import type { Reservation } from "../../../shared/reservations.ts";
import { serverClock } from "../clock.ts";
import { keepReservations } from "./keep-pass.ts";

/** An hour long, in so many hours. */
function visit(number: number, startsInHours: number): Reservation {
  const moment = (hours: number) => new Date(serverClock.now() + hours * 3_600_000).toISOString();
  const times = { startsAt: moment(startsInHours), endsAt: moment(startsInHours + 1) };
  return { id: String(number), state: "confirmed", ...times } as Reservation;
}

test("S20: the next five passes open with the network off, each with its picture, seen before or not", async () => {
  const [names, pictures]: [string[], string[]] = [[], []];
  const keeper = {
    keep: async (name: string) => void names.push(name),
    keepPicture: async (address: string) => void pictures.push(address),
    forget: async () => undefined,
    names: async () => [],
  };
  const items = [visit(9, -3), ...[7, 6, 5, 4, 3, 2, 1].map((number) => visit(number, number))];
  await keepReservations(keeper, { items, hasNext: false, nextCursor: null }, []);
  expect(names).toEqual(["reservations", ...[1, 2, 3, 4, 5].map((number) => `reservations/${number}`)]);
  expect(pictures).toEqual([1, 2, 3, 4, 5].map((number) => `/api/reservations/${number}/pass.svg`));
});
