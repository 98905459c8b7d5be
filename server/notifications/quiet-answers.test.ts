import { expect, test } from "vitest";
import { makeEntryId, type PersonId, type ReservationId, type SlotId } from "../../shared/ids.ts";
import type { Line } from "../line/index.ts";
import type { ReservationBook } from "../reservations/index.ts";
import { withQuietCancelling, withQuietLeaving } from "./quiet-answers.ts";

const entry = makeEntryId("1" as SlotId, 1);
const [person, reservation, other] = ["2" as PersonId, "3" as ReservationId, "4" as SlotId];
/** Heard when it is over: by this press, or by one before whose answer may still wait. */
const over = [{ state: "cancelled" }, { problem: "already-ended" }, { problem: "no-offer" }];
/** Heard when nothing has ended. */
const asBefore = [{ problem: "not-found" }, { problem: "busy" }];

/** What each answer waits for when everything below gives it. */
async function waitsOf(
  answers: readonly object[],
  press: (line: Line, book: ReservationBook) => Promise<object>,
): Promise<object[][]> {
  const waits: object[][] = [];
  for (const answer of answers) {
    const about: object[] = [];
    const quiet = async (what: object) => void about.push(what);
    const gives = async () => answer;
    const line = withQuietLeaving({ act: gives } as unknown as Line, quiet);
    const book = withQuietCancelling({ cancel: gives, move: gives } as unknown as ReservationBook, quiet);
    expect(await press(line, book)).toBe(answer);
    waits.push(about);
  }
  return waits;
}

for (const verb of ["leave", "decline"] as const) {
  test(`I7: the answer of a ${verb} waits for mails about the place, once it is over and not before`, async () => {
    const press = (line: Line) => line.act(verb, entry, person, "key");
    expect(await waitsOf(over, press)).toEqual(over.map(() => [{ entry }]));
    expect(await waitsOf(asBefore, press)).toEqual(asBefore.map(() => []));
  });
}

test("I7: whoever accepts waits for no mail: none says otherwise", async () => {
  const answers = [...over, ...asBefore];
  expect(await waitsOf(answers, (line) => line.act("accept", entry, person, "key"))).toEqual(answers.map(() => []));
});

test("I7: the answers of a cancel and a move wait for mails about the seat, once it is over", async () => {
  for (const press of [
    (_: Line, book: ReservationBook) => book.cancel(reservation, person, "key"),
    (_: Line, book: ReservationBook) => book.move(reservation, person, other, "key"),
  ]) {
    expect(await waitsOf(over, press)).toEqual(over.map(() => [{ reservation }]));
    expect(await waitsOf(asBefore, press)).toEqual(asBefore.map(() => []));
  }
});
