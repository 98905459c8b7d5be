import type { Doer } from "../../shared/audit.ts";
import type { PersonId, StoreId } from "../../shared/ids.ts";
import type { ShownOutcome } from "../../shared/learning.ts";
import type { Refused } from "../../shared/problems.ts";
import type { CellPurchase, Learned, Measured, OwnDeed, Parameters } from "./rules.ts";

/** What somebody told of themselves and did, as far as it may be used. */
export interface Told {
  readonly ageBand: number | null;
  readonly sex: string | null;
  readonly region: string | null;
  /** Reservations by category of store, older ones counting less; empty where they may not be used. */
  readonly own: readonly number[];
}

export interface DeedBook {
  of(person: PersonId): Promise<Told>;
}

/** A store that somebody was shown. */
export interface Impression {
  readonly person: PersonId;
  readonly place: "home" | "similar";
  readonly store: StoreId;
  /** From 1 on. */
  readonly rank: number;
  readonly reason: string;
  readonly model: string | null;
  readonly at: string;
}

export type Opened = Pick<Impression, "person" | "store" | "at">;

/** Keeps, of people who agreed to it, what they were shown and whose page they opened. */
export interface WatchBook {
  shown(rows: readonly Impression[]): Promise<void>;
  opened(rows: readonly Opened[]): Promise<void>;
}

/** What came of what was shown; of fewer than ten people nothing. */
export interface Outcomes {
  read(): Promise<ShownOutcome[]>;
}

export interface ImportedFile {
  readonly source: string;
  /** SHA-256 of its bytes. */
  readonly hash: string;
}

export interface PurchaseImport extends ImportedFile {
  readonly id: string;
  readonly rows: number;
}

/** Who pressed, under which key; null where nobody did: a command, or the night. */
export type Pressed = { readonly doer: Doer; readonly key: string } | null;

/** Purchase data as it was imported. */
export interface PurchaseShelf {
  /** Takes the place of what was imported before, once all of it is there. */
  import(file: ImportedFile, purchases: readonly CellPurchase[], pressed: Pressed): Promise<PurchaseImport | Refused>;
  /** Takes the rows away that imports before this one left: of a process that ended before it had done so. */
  forgetUncounted(latest: PurchaseImport): Promise<void>;
  latest(): Promise<PurchaseImport | null>;
  /** A few hundred at a time, all of them; fails where another file has taken their place. */
  purchases(of: PurchaseImport): AsyncIterable<readonly CellPurchase[]>;
}

/** Reads a file of purchases; throws ImportError for what is none. */
export type ReadPurchases = (bytes: Buffer) => Promise<ImportedFile & { readonly purchases: CellPurchase[] }>;

/** What people did here, of whoever agrees to that it is learned from. */
export interface OwnDeeds {
  /** Of some hundred people at a time, each of them once. */
  all(): AsyncIterable<readonly OwnDeed[]>;
}

export type FitPhase = "reading" | "judging" | "learning";
export type TellProgress = (phase: FitPhase, rows: number) => void;

export interface Fitted {
  readonly learned: Learned;
  readonly measured: Measured;
  /** Every model's figures on the last weeks, as they are printed and stored. */
  readonly metrics: object;
}

export type Material = AsyncIterable<
  { readonly purchases: readonly CellPurchase[] } | { readonly deeds: readonly OwnDeed[] }
>;

/** Learns beside the process that serves people; fails with the error that stopped it. */
export interface Fitter {
  fit(material: Material, seed: number, tell: TellProgress): Promise<Fitted>;
  /** Ends what is being learned; it fails. */
  stop(): Promise<void>;
}

export interface FitRun {
  readonly id: string;
  readonly phase: FitPhase;
  readonly rows: number;
  readonly begunAt: string;
  readonly endedAt: string | null;
  readonly model: string | null;
  readonly trouble: string | null;
}

/** When something was learned. One at a time, over all processes. */
export interface FitBook {
  /** `isNew`: this call has begun it; a press that comes again is answered with the fit that it began. */
  begin(pressed: Pressed): Promise<{ readonly fit: string; readonly isNew: boolean } | Refused>;
  tell(fit: string, phase: FitPhase, rows: number): Promise<void>;
  end(fit: string, outcome: { readonly model: string | null; readonly trouble: string | null }): Promise<void>;
  latest(): Promise<FitRun | null>;
  /** Whether it is the hour of the night, no fit of it made a model or goes on, and fewer than three were begun. */
  isNight(): Promise<boolean>;
}

export const modelStates = ["live", "kept", "refused"] as const;
export type ModelState = (typeof modelStates)[number];

export type LearnedFrom = "purchases" | "own";

/** What a model was made of. */
export interface ModelOrigin {
  readonly learnedFrom: LearnedFrom;
  readonly dataHash: string;
  readonly seed: number;
}

export interface ModelSummary extends ModelOrigin {
  readonly id: string;
  readonly madeAt: string;
  readonly state: ModelState;
  readonly imported: Pick<PurchaseImport, "source" | "rows"> | null;
  readonly parameters: Parameters;
  readonly metrics: object;
}

export interface NewModel extends Fitted, ModelOrigin {
  readonly of: PurchaseImport | null;
  /** `live` where the gate lets it. */
  readonly state: Exclude<ModelState, "kept">;
  /** Learned because it was night: then it is only kept while an earlier one than the newest is live. */
  readonly isNightly: boolean;
}

export type Shelved = { readonly id: string; readonly state: ModelState };

/** What was learned. One is live; of the others the newest that passed the gate is kept, and the last 30 with it. */
export interface ModelShelf {
  /** Who is live already is kept when this one goes live. */
  keep(model: NewModel): Promise<Shelved>;
  liveId(): Promise<string | null>;
  live(): Promise<{ readonly id: string; readonly learned: Learned } | null>;
  /** Newest first. */
  list(): Promise<readonly ModelSummary[]>;
  /** Of one that passed the gate; `not-found` of any other. */
  putBack(id: string, pressed: Pressed): Promise<Shelved | Refused>;
}
