import type { LinkList, Links, Unlinking } from "./ports.ts";
import { unlinkTries } from "./rules.ts";

/** Calls at the same time; the next round, seconds later, takes the next. */
const atOnce = 20;

interface World {
  readonly list: LinkList;
  readonly links: Links;
  /** What went wrong, which names nobody, and whether it was the last try. */
  readonly onTrouble: (cause: string, isLast: boolean) => void;
}

/** Cuts the links of those who have left. Their erasure waits for none of it (decision 0033). */
export function createUnlinking({ list, links, onTrouble }: World) {
  async function cut({ id, subject, tries }: Unlinking): Promise<void> {
    const isLast = tries >= unlinkTries.most;
    const answer = await links.cut(subject);
    if (answer.outcome === "failed") onTrouble(answer.cause, isLast);
    if (answer.outcome === "cut" || isLast) await list.forget(id);
  }

  return {
    /** Cuts what is due now, 20 at most. */
    async run(): Promise<void> {
      await Promise.all((await list.claim(links.issuer, atOnce)).map(cut));
    },
  };
}
