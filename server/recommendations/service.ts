import { createHash, type Hash } from "node:crypto";
import { fewestJudges } from "../../shared/fewest-judges.ts";
import type { Refused } from "../../shared/problems.ts";
import type {
  FitBook,
  FitPhase,
  Fitter,
  LearnedFrom,
  Material,
  ModelShelf,
  OwnDeeds,
  Pressed,
  PurchaseImport,
  PurchaseShelf,
  Shelved,
  TellProgress,
} from "./ports.ts";
import { type CellPurchase, isEnough, judgesAmong, mayGoLive, type OwnDeed, type Span } from "./rules.ts";

/** Of what a fit reads, so much at least between two lines in its book: presses wait for the same connections. */
const rowsBetweenProgress = 5_000;

interface World {
  readonly purchases: PurchaseShelf;
  readonly deeds: OwnDeeds;
  readonly models: ModelShelf;
  readonly fits: FitBook;
  readonly fitter: Fitter;
}

/** A fit that has begun; `done` never fails but with what stopped it, and is null for a press that began it before. */
export interface Begun {
  readonly fit: string;
  readonly done: Promise<Shelved> | null;
}

/** Why and how a fit begins. */
interface Cause {
  readonly seed: number;
  readonly pressed: Pressed;
  readonly isNightly: boolean;
}

interface Data {
  readonly learnedFrom: LearnedFrom;
  readonly dataHash: string;
  readonly of: PurchaseImport | null;
  readonly material: Material;
}

const nightlySeed = 1;
/** About 100 MB; what is beyond is left out. */
const mostOwn = 500_000;
/** Deeds in a message: so few that writing them into it keeps nobody who is served waiting. */
const toldAtOnce = 500;
const retryAfterSeconds = 2;

/** What is learned from purchases and from what people do here, and which of it is in use. */
export function createRecommendations({ purchases, deeds, models, fits, fitter }: World) {
  let isStopping = false;

  /** All that people did here, as it was read; none where it is too little to learn from beside what else there is. */
  async function ownDeeds(hash: Hash, isElse: boolean): Promise<(readonly OwnDeed[])[]> {
    const own: (readonly OwnDeed[])[] = [];
    const [weeks, spans] = [new Set<number>(), new Map<string, Span>()];
    let rows = 0;
    for await (const some of deeds.all()) {
      own.push(some);
      // What fades is another number a second later, of the same deeds.
      hash.update(JSON.stringify(some.map(({ times: _, ...deed }) => deed)));
      for (const { person, week } of some) {
        const [first, last] = spans.get(person) ?? [week, week];
        spans.set(person, [Math.min(first, week), Math.max(last, week)]);
        weeks.add(week);
      }
      rows += some.length;
      if (rows >= mostOwn || isStopping) break;
    }
    if (!isEnough(spans.size, rows)) return [];
    // What nobody can judge is refused each time; what was imported says more, where there is any.
    return isElse && judgesAmong(spans.values(), weeks) < fewestJudges.own ? [] : own;
  }

  async function dataOf(): Promise<Data | Refused> {
    const of = await purchases.latest();
    const hash = createHash("sha256").update(JSON.stringify(of?.hash ?? null));
    const own = await ownDeeds(hash, of !== null);
    if (isStopping) return { problem: "unavailable", retryAfterSeconds };
    if (of === null && own.length === 0) return { problem: "no-purchases" };
    async function* material() {
      if (of !== null) for await (const some of purchases.purchases(of)) yield { purchases: some };
      for (const some of own) {
        for (let at = 0; at < some.length; at += toldAtOnce) yield { deeds: some.slice(at, at + toldAtOnce) };
      }
    }
    if (own.length === 0) return { learnedFrom: "purchases", dataHash: of?.hash ?? "", of, material: material() };
    return { learnedFrom: "own", dataHash: hash.digest("hex"), of, material: material() };
  }

  /** Goes live only where the gate lets it, and what was live stays otherwise. */
  async function learn(fit: string, { material, ...of }: Data, cause: Cause, tell: TellProgress): Promise<Shelved> {
    const { seed, isNightly } = cause;
    if (isStopping) throw new Error("The server ends.");
    let written: { phase: FitPhase | null; rows: number } = { phase: null, rows: 0 };
    const fitted = await fitter.fit(material, seed, (phase, rows) => {
      tell(phase, rows);
      if (phase === written.phase && rows < written.rows + rowsBetweenProgress) return;
      written = { phase, rows };
      // That somebody who looks is not told is no reason to stop.
      fits.tell(fit, phase, rows).catch(() => undefined);
    });
    const state = mayGoLive(fitted.measured, of.learnedFrom) ? "live" : "refused";
    return models.keep({ ...fitted, ...of, seed, state, isNightly });
  }

  async function finish(fit: string, learning: Promise<Shelved>): Promise<Shelved> {
    const outcome = await learning.catch(async (error) => {
      await fits.end(fit, { model: null, trouble: error instanceof Error ? error.message : String(error) });
      throw error;
    });
    await fits.end(fit, { model: outcome.id, trouble: null });
    return outcome;
  }

  /** One at a time. */
  async function start(data: Data, cause: Cause, tell: TellProgress): Promise<Begun | Refused> {
    const begun = await fits.begin(cause.pressed);
    if ("problem" in begun) return begun;
    const { fit, isNew } = begun;
    return { fit, done: isNew ? finish(fit, learn(fit, data, cause, tell)) : null };
  }

  return {
    /** The same file again changes nothing of what counts. */
    async import(file: { source: string; hash: string }, rows: readonly CellPurchase[], pressed: Pressed) {
      const latest = await purchases.latest();
      if (latest?.hash !== file.hash) return purchases.import(file, rows, pressed);
      await purchases.forgetUncounted(latest);
      return latest;
    },
    /** Learns from what there is. */
    async begin(seed: number, pressed: Pressed, tell: TellProgress = () => undefined): Promise<Begun | Refused> {
      const data = await dataOf();
      return "problem" in data ? data : start(data, { seed, pressed, isNightly: false }, tell);
    },
    /**
     * A round: one model a night, where there is something to learn from; again where a fit made none, as one that an
     * import ends. It does not undo that a model was put back.
     */
    async learnAtNight(): Promise<void> {
      if (!(await fits.isNight())) return;
      const data = await dataOf();
      // Reading may take longer than the night.
      if ("problem" in data || !(await fits.isNight())) return;
      const begun = await start(data, { seed: nightlySeed, pressed: null, isNightly: true }, () => undefined);
      if ("done" in begun) await begun.done;
    },
    latestImport: purchases.latest,
    latestFit: fits.latest,
    list: models.list,
    /** Rollback: an earlier model is live again. Refused ones never are. */
    putBack: models.putBack,
    /** What is being read or learned ends, and nothing begins any more. */
    async stop(): Promise<void> {
      isStopping = true;
      await fitter.stop();
    },
  };
}

export type Learning = ReturnType<typeof createRecommendations>;
