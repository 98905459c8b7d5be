import type { DoorRefusal } from "./texts.ts";
import type { LetIn, Party } from "./verdict.ts";

/** A scan that let somebody in while nobody answered. Its key names it until the server has it. */
export interface WaitingScan extends LetIn {
  readonly key: string;
  /** As it was scanned; the server reads it again. */
  readonly code: string;
  readonly party: Party;
  /** Whether it has been on its way: then it may have arrived, whatever came back. */
  readonly wasSent: boolean;
}

/** A scan that the server refused afterwards, until somebody has seen it. */
export interface Conflict {
  readonly key: string;
  readonly party: Party;
  readonly scannedAt: string;
  readonly problem: DoorRefusal;
  readonly checkedInAt: string | null;
  readonly checkedInBy: string | null;
}

export interface Kept {
  readonly waiting: readonly WaitingScan[];
  readonly conflicts: readonly Conflict[];
}

/** A busy door lets in so many within hours without a network; more would be a tablet that nobody looks after. */
export const mostWaiting = 500;
const mostConflicts = 100;
const nothing: Kept = { waiting: [], conflicts: [] };

/**
 * Scans that wait for a network, in their order: on the device, so that neither a reload nor signing out loses one, for
 * one person and one store. Every change is read and written at once, so that two windows do not undo each other's.
 */
export function createScanQueue(storage: Pick<Storage, "getItem" | "setItem">, personId: string, storeId: string) {
  const name = `popline:door:${personId}:${storeId}`;

  function read(): Kept {
    try {
      return { ...nothing, ...JSON.parse(storage.getItem(name) ?? "{}") };
    } catch {
      return nothing;
    }
  }
  /** False when the device keeps nothing. */
  function write(kept: Kept): boolean {
    try {
      storage.setItem(name, JSON.stringify(kept));
      return true;
    } catch {
      return false;
    }
  }

  return {
    read,
    /** False when it is full, or the device keeps nothing: then nobody may be let in by it. */
    add(scan: WaitingScan): boolean {
      const { waiting, conflicts } = read();
      return waiting.length < mostWaiting && write({ waiting: [...waiting, scan], conflicts });
    },
    /** The scan is on its way; false when it is not there any more. */
    sending(key: string): boolean {
      const { waiting, conflicts } = read();
      write({ waiting: waiting.map((scan) => (scan.key === key ? { ...scan, wasSent: true } : scan)), conflicts });
      return waiting.some((scan) => scan.key === key);
    },
    /** The server has it, or has refused it. */
    settle(key: string, conflict: Conflict | null): void {
      const { waiting, conflicts } = read();
      const left = waiting.filter((scan) => scan.key !== key);
      const known = conflicts.filter((one) => one.key !== key);
      write({ waiting: left, conflicts: conflict === null ? known : [...known, conflict].slice(-mostConflicts) });
    },
    /** Takes back a scan that has never been sent; false when it has been, or is not there. */
    drop(reservation: string): boolean {
      const { waiting, conflicts } = read();
      const left = waiting.filter((scan) => scan.reservation !== reservation || scan.wasSent);
      return left.length < waiting.length && write({ waiting: left, conflicts });
    },
    dismiss(): void {
      write({ ...read(), conflicts: [] });
    },
  };
}
export type ScanQueue = ReturnType<typeof createScanQueue>;
