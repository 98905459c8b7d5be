import { createHmac, timingSafeEqual } from "node:crypto";
import type { PersonId, SlotId } from "../../../shared/ids.ts";

/** What somebody was given before the ledger knew of it. */
export interface Receipt {
  readonly epoch: number;
  readonly ticket: number;
  readonly partySize: number;
  readonly key: string;
}

export type Receipts = ReturnType<typeof createReceipts>;

/**
 * Signed receipts of tickets. A receipt is good for its slot and its person alone, and says nothing that they do not
 * know; only for a lost epoch is it worth anything.
 */
export function createReceipts(secret: string) {
  const ours = createHmac("sha256", secret).update("receipts of the line").digest();
  function sign(slot: SlotId, person: PersonId, { epoch, ticket, partySize, key }: Receipt): string {
    const said = [epoch, ticket, partySize, Buffer.from(key).toString("base64url")].join(".");
    return `${said}.${createHmac("sha256", ours).update(`${slot} ${person} ${said}`).digest("base64url")}`;
  }
  return {
    sign,
    /** Null where it is not ours, not this person's or of another slot. */
    read(slot: SlotId, person: PersonId, text: string): Receipt | null {
      const [epoch, ticket, partySize, key = ""] = text.split(".");
      const receipt = {
        ...{ epoch: Number(epoch), ticket: Number(ticket), partySize: Number(partySize) },
        key: Buffer.from(key, "base64url").toString(),
      };
      const [given, right] = [Buffer.from(text), Buffer.from(sign(slot, person, receipt))];
      return given.length === right.length && timingSafeEqual(given, right) ? receipt : null;
    },
  };
}
