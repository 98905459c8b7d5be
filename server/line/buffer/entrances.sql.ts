import type { SlotId } from "../../../shared/ids.ts";
import type { Database } from "../../platform/database/index.ts";
import { type AdmitRow, readAnswers } from "../admit-answers.ts";
import type { Card, Entrances } from "./ports.ts";

interface CardRow {
  readonly slot: SlotId;
  readonly is_buffered: boolean;
  readonly stays_direct: boolean;
  readonly is_quiet: boolean;
  readonly epoch: number;
  readonly first: number;
  readonly last: number;
  readonly next: number;
  readonly opens_at: number;
  readonly closes_at: number;
  readonly starts_at: number;
  readonly recovering_until: number;
  readonly now: number;
  readonly largest: number;
  readonly most_waiting: number;
  readonly list_open: boolean;
  readonly paused: boolean;
  readonly fills_gaps: boolean;
  readonly free: number;
  readonly waiting: number;
  readonly departed: number;
}

const cardOf = ({ slot, epoch, first, last, next, now, largest, paused, free, waiting, departed, ...row }: CardRow) =>
  ({
    ...{ slot, epoch, first, last, next, now, largest, paused, free, waiting, departed },
    isBuffered: row.is_buffered,
    staysDirect: row.stays_direct,
    isQuiet: row.is_quiet,
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    startsAt: row.starts_at,
    recoveringUntil: row.recovering_until,
    mostWaiting: row.most_waiting,
    listOpen: row.list_open,
    fillsGaps: row.fills_gaps,
  }) satisfies Card;

/** The ledger's side of the buffered line: who gives a slot's tickets, and `admit` with tickets that were given. */
export function createSqlEntrances(database: Database): Entrances {
  const { code } = database;
  return {
    async known(slot, presses) {
      const [people, keys] = [presses.map(({ person }) => person), presses.map(({ key }) => key)];
      const text = `select ${code}.tickets_of_presses($1, $2, $3) as tickets`;
      const [row] = await database.query<{ tickets: (number | null)[] }>({ text, values: [slot, people, keys] });
      return row?.tickets ?? [];
    },
    async cards(slots) {
      const text = `select * from ${code}.entrance_cards($1)`;
      return (await database.read<CardRow>({ name: "entrance-cards", text, values: [slots] })).map(cardOf);
    },
    async take(slot, lost) {
      const text = `select ${code}.take_entrance($1, $2) as took`;
      return (await database.query<{ took: boolean }>({ text, values: [slot, lost] }))[0]?.took === true;
    },
    async handBack(slot, epoch) {
      const text = `select ${code}.hand_back_entrance($1, $2) as done`;
      return (await database.query<{ done: boolean }>({ text, values: [slot, epoch] }))[0]?.done === true;
    },
    async buffered(after, most) {
      const text = `select slot::text from ${code}.buffered_slots($1, $2) as slot`;
      return (await database.read<{ slot: SlotId }>({ text, values: [after ?? 0, most] })).map(({ slot }) => slot);
    },
    async aboutToOpen(most) {
      const text = `select slot::text from ${code}.slots_about_to_open($1) as slot`;
      return (await database.read<{ slot: SlotId }>({ text, values: [most] })).map(({ slot }) => slot);
    },
    async write(slot, epoch, given) {
      const [row] = await database.query<AdmitRow>({
        name: "admit-given",
        text: `select * from ${code}.admit($1, $2, $3, $4, $5, $6, $7)`,
        values: [
          slot,
          given.map(({ person }) => person),
          given.map(({ partySize }) => partySize),
          given.map(({ key }) => key),
          given.map(({ ticket }) => ticket),
          given.map(({ gone }) => gone),
          epoch,
        ],
      });
      const answer = row as AdmitRow;
      const [refused] = answer.problems.split(",", 1);
      if (refused === "out-of-turn") return { refused };
      // A slot that is gone was handed back before.
      if (refused === "other-entrance" || refused === "not-found") return { refused: "other-entrance" };
      const entries = readAnswers(slot, answer, given.length).map((one) => ("problem" in one ? null : one.entry));
      const [waiting, departed, free] = [answer.waiting ?? 0, answer.departed ?? 0, answer.free ?? 0];
      return { refused: null, entries, waiting, departed, free };
    },
  };
}
