import type { SourceSlot } from "./names.ts";

/** How far a server is. */
export interface Progress {
  /** People who were put into the line through this server. */
  readonly pushed: number;
  /** Of all who were: those whom this server has dealt with. */
  readonly handled: number;
}

/** What is said to somebody; 202 while it is not known what became of them. */
export interface Told {
  readonly status: 200 | 202;
  readonly message: string;
}

/** How people who stand in the line become rows: `pub-sub.ts`, `scheduler.ts`. */
export interface Processing {
  /** Somebody was put into the line. */
  pushed(slot: SourceSlot, person: string): Promise<void>;
  /** What whoever was put there is told, in which place they stand. */
  tell(place: number): Told;
  progress(): Progress;
}
