import { createHash } from "node:crypto";
import type { Doer } from "../../shared/audit.ts";
import type { OpeningId, SlotId, StoreId } from "../../shared/ids.ts";
import { limitOf, type Page, type PageQuery } from "../../shared/lists.ts";
import type { Opening, OpeningSummary } from "../../shared/openings.ts";
import type { Refused } from "../../shared/problems.ts";
import type { LineService } from "../line/index.ts";
import type { OpeningBook, OpeningShelf, Watcher } from "./ports.ts";
import { type OwnTally, reportOf } from "./rules.ts";
import type { Tallies } from "./tally.ts";

const talliesAtOnce = 200;
const openingsAtOnce = 20;
const pausedAtOnce = 200;

interface World {
  readonly book: OpeningBook;
  readonly shelf: OpeningShelf;
  readonly tallies: Tallies;
  readonly line: Pick<LineService, "seatsChanged">;
}

/** The key of a press for these slots; as short as the first one, however long that was. */
const pressOf = (key: string, slots: readonly SlotId[]) =>
  createHash("sha256")
    .update(`${key} ${slots.join(" ")}`)
    .digest("base64url");

export type Openings = ReturnType<typeof createOpenings>;

/** Openings: counted while they are on, told of when they are over, and paused as a whole. */
export function createOpenings({ book, shelf, tallies, line }: World) {
  async function tellSome(rows: readonly OwnTally[]): Promise<void> {
    const kept = new Map((await book.keep(rows)).map(({ id, opening }) => [id, opening]));
    tallies.told(rows, kept);
  }
  async function report(opening: OpeningId): Promise<void> {
    try {
      await book.close(opening, reportOf(await book.measure(opening)));
    } catch (cause) {
      throw new AggregateError([cause], `opening ${opening}`);
    }
  }

  return {
    /**
     * Writes down what was counted here; what is not yet is lost with the process. Counts end with their opening: the
     * next one of the store begins at nothing.
     */
    async tell(): Promise<void> {
      const running = tallies.openings();
      if (running.length > 0) tallies.end(await book.over(running));
      const rows = tallies.news();
      let told = 0;
      try {
        for (; told < rows.length; told += talliesAtOnce) await tellSome(rows.slice(told, told + talliesAtOnce));
      } catch (error) {
        tallies.untold(rows.slice(told));
        throw error;
      }
    },
    /**
     * Begins and ends openings; each that ends has its report from then on, whoever stores it first. One that fails
     * keeps no other one waiting.
     */
    async keep(): Promise<void> {
      const failures: unknown[] = [];
      const failed: OpeningId[] = [];
      let due: readonly OpeningId[];
      do {
        due = await book.due(openingsAtOnce, failed);
        for (const opening of due) {
          await report(opening).catch((error: unknown) => {
            failures.push(error);
            failed.push(opening);
          });
        }
      } while (due.length === openingsAtOnce);
      if (failures.length > 0) throw new AggregateError(failures, "some openings have no report yet");
    },
    async list(store: StoreId, by: Watcher, query: PageQuery): Promise<Page<OpeningSummary> | Refused> {
      return (await shelf.list(store, by, query.cursor ?? null, limitOf(query))) ?? { problem: "not-found" };
    },
    /** While it is on, its report is of this moment. */
    async find(store: StoreId, id: OpeningId, by: Watcher): Promise<Opening | Refused> {
      const found = await shelf.find(store, id, by);
      if (found === null) return { problem: "not-found" };
      return { ...found, report: found.report ?? reportOf(await book.measure(id)) };
    },
    /**
     * Pauses every slot of the store that is to come, or lets all go on, 200 in a press: what a press does not come to
     * within a second is the next one's. A repeated press goes on where the last one ended, also after a refusal.
     */
    async pause(store: StoreId, host: Doer, paused: boolean, key: string): Promise<{ slotIds: SlotId[] } | Refused> {
      const slots = await shelf.slotsToPause(store, host.id, paused);
      if (slots === null) return { problem: "not-found" };
      const slotIds: SlotId[] = [];
      for (let looked = 0; looked < slots.length; ) {
        const some = slots.slice(looked, looked + pausedAtOnce);
        const answer = await book.pause(some, host, paused, pressOf(key, some));
        if ("problem" in answer) return answer;
        for (const slot of answer.slotIds) line.seatsChanged(slot);
        slotIds.push(...answer.slotIds);
        looked += answer.looked;
      }
      return { slotIds };
    },
  };
}
