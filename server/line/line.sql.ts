import { readEntryId, type SlotId } from "../../shared/ids.ts";
import type { Entry, OwnEntry } from "../../shared/line.ts";
import type { Refused } from "../../shared/problems.ts";
import { type Batcher, createBatcher } from "../platform/batcher.ts";
import { realClock } from "../platform/clock.ts";
import { type Database, isPassingTrouble, pressOnce } from "../platform/database/index.ts";
import { createRound } from "../platform/round.ts";
import { type AdmitRow, readAnswers } from "./admit-answers.ts";
import type { Admitted, JoinAnswer, JoinRequest, Line } from "./ports.ts";
import { createTurns } from "./turns.ts";

type LineBatcher = Batcher<SlotId, JoinRequest, Admitted>;

const mostQueued = 20_000;
const slotsSettledAtOnce = 100;
const pressesForgottenAtOnce = 1_000;

/** PostgreSQL writes moments in its own way inside JSON. */
const fromJson = (moment: string) => new Date(moment).toISOString();

function fromView<View extends Entry>(view: View): View {
  const { offerExpiresAt } = view;
  return { ...view, offerExpiresAt: offerExpiresAt === null ? null : fromJson(offerExpiresAt) };
}

/** The direct line: a batch is committed by `admit` before anybody in it is answered. */
export function createSqlLine(database: Database): Line & Pick<LineBatcher, "drained" | "pressed"> {
  const { code } = database;
  const turns = createTurns();
  const batcher: LineBatcher = createBatcher({
    commit: admit,
    onceEach: ({ person }) => person,
    mayPass: isPassingTrouble,
    clock: realClock,
    mostPerBatch: database.mostPerBatch,
    mostQueued,
  });

  const settleRound = createRound<SlotId, unknown>({
    atOnce: slotsSettledAtOnce,
    async due(most, without) {
      const text = `select slot from ${code}.due_slots($1, $2) as slot`;
      return (await database.query<{ slot: SlotId }>({ text, values: [most, without] })).map(({ slot }) => slot);
    },
    work: (slot) => database.press({ text: `select ${code}.open_line($1)`, values: [slot] }),
    trouble: "some slots could not be settled",
  });

  async function admit(slot: SlotId, batch: readonly JoinRequest[]): Promise<JoinAnswer[]> {
    const people = batch.map(({ person }) => person);
    const parties = batch.map(({ partySize }) => partySize);
    const keys = batch.map(({ key }) => key);
    const row = await turns.take(slot, async () => {
      const text = `select * from ${code}.admit($1, $2, $3, $4)`;
      const [answer] = await database.query<AdmitRow>({ name: "admit", text, values: [slot, people, parties, keys] });
      return answer as AdmitRow;
    });
    return readAnswers(slot, row, batch.length);
  }

  async function view(name: string, values: readonly unknown[]): Promise<Entry | null> {
    const parameters = values.map((_, position) => `$${position + 1}`).join(", ");
    const text = `select ${code}.${name}(${parameters}) as entry`;
    const [row] = await database.read<{ entry: Entry | null }>({ name, text, values });
    return row?.entry ? fromView(row.entry) : null;
  }

  return {
    join: batcher.add,
    drained: batcher.drained,
    pressed: batcher.pressed,
    place(entry, person) {
      const { slot, ticket } = readEntryId(entry);
      return view("entry_view", [slot, ticket, person]);
    },
    async mine(slot, person) {
      const text = `select entry, entry is not null or exists (
          select from slot join store on store.id = slot.store_id
          where slot.id = $1 and (store.published_at is not null or store.owner_id = $2)) as "isSeen"
        from ${code}.entry_of($1, $2) as entry`;
      const [row] = await database.read<{ entry: Entry | null; isSeen: boolean }>({
        name: "entry-of",
        text,
        values: [slot, person],
      });
      if (row?.isSeen !== true) return { problem: "not-found" };
      return row.entry === null ? null : fromView(row.entry);
    },
    async all(person, most) {
      const text = `select entry from ${code}.entries_of($1, $2) as entry`;
      const rows = await database.read<{ entry: OwnEntry }>({ name: "entries-of", text, values: [person, most] });
      return rows.map(({ entry }) => ({ ...fromView(entry), startsAt: fromJson(entry.startsAt) }));
    },
    async act(verb, entry, person, key) {
      const write = { person, key, call: "answer_line", arguments: { ...readEntryId(entry), verb } };
      const answer = await pressOnce<{ entry: Entry }>(database, write);
      return "problem" in answer ? answer : fromView(answer.entry);
    },
    change: (slot, { id: person, network }, change, key) =>
      pressOnce<{ slot: SlotId }>(database, {
        person,
        network,
        key,
        call: "change_line",
        arguments: { slot, ...change },
      }) as Promise<{ slot: SlotId } | Refused>,
    async settleDue() {
      try {
        return (await settleRound()).map(([slot]) => slot);
      } finally {
        await database.query({ text: `select ${code}.forget_presses($1)`, values: [pressesForgottenAtOnce] });
      }
    },
  };
}
