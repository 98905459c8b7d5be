import type { Message } from "../../../shared/chat.ts";
import type { Page } from "../../../shared/lists.ts";
import { type Answer, isProblem } from "../api.ts";
import { type Gone, gapIn, type Log, leavesOutGone, oldestOf } from "./log.ts";

const perPage = 100;
/** What is missing may still be on its way. */
const graceMs = 400;
/** Of whoever was away for longer than this the log begins anew; what is before it is read by scrolling. */
const longestGap = 1_000;

interface Mended {
  /** Null until there is one. */
  log(): Log | null;
  read(query: string): Promise<Answer<Page<Message>>>;
  take(messages: readonly Message[]): void;
  /** Begins the log anew, with the newest. */
  begin(): Promise<void>;
  /** Whether messages come by themselves. */
  isLive(): boolean;
}

/** Reads what is missing in a log, and anew what may be gone from it without having been named. */
export function createMending({ log, read, take, begin, isLive }: Mended) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isMending = false;
  let isStale = false;
  let isOver = false;

  function gapNow() {
    const known = log();
    return known === null ? null : gapIn(known);
  }
  /** Page by page; each brings the end of the log on, or another look begins. */
  async function mend(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (isMending) return;
    isMending = true;
    for (let gap = gapNow(); gap !== null && !isOver; gap = gapNow()) {
      if (gap.before - gap.after > longestGap) await begin();
      else {
        const page = await read(`after=${gap.after}&before=${gap.before}&limit=${perPage}`);
        if (!isProblem(page)) take(page.items);
      }
      if (gapNow()?.after === gap.after) break;
    }
    isMending = false;
  }

  return {
    /** To be called when something came. */
    soon(): void {
      if (isMending || gapNow() === null) return;
      timer ??= setTimeout(() => void mend(), isLive() ? graceMs : 0);
    },
    /** These are named as gone; to be called before the log knows. Answers whether all has to be read anew. */
    isStaleBy(gone: Gone): boolean {
      const known = log();
      isStale ||= known !== null && leavesOutGone(known, gone);
      return isStale;
    },
    /** Reads all that is shown, if that has to be. Answers whether it could. */
    async readAnew(): Promise<boolean> {
      const known = log();
      if (known === null || !isStale) return true;
      isStale = false;
      for (let after = Math.max(0, oldestOf(known) - 1); !isOver; after += perPage) {
        const page = await read(`after=${after}&limit=${perPage}`);
        if (isProblem(page)) isStale = true;
        else take(page.items);
        if (isProblem(page) || page.items.length < perPage) break;
      }
      return !isStale;
    },
    end(): void {
      isOver = true;
      clearTimeout(timer);
    },
  };
}
