import type { LearnedModel } from "../../shared/learning.ts";
import type { Refused } from "../../shared/problems.ts";
import type { Evaluation } from "./evaluation/evaluate.ts";
import type { ModelSummary, Outcomes, Pressed, ReadPurchases } from "./ports.ts";
import { ImportError } from "./purchases/rows.ts";
import type { Learning } from "./service.ts";

interface World {
  readonly learning: Learning;
  readonly outcomes: Outcomes;
  readonly readPurchases: ReadPurchases;
  /** A fit that somebody began has failed. */
  readonly onTrouble: (error: unknown) => void;
}

const seed = 1;

/** What of a model's figures is shown; one that was not measured has none. */
function summaryOf({ parameters: _, metrics, ...model }: ModelSummary): LearnedModel {
  const { repeats } = metrics as Partial<Evaluation>;
  const standings = (repeats?.standings ?? []).map(({ name, figures, ...rest }) => {
    return { name, precision3: figures.precision3, ndcg10: figures.ndcg10, ...rest };
  });
  return { ...model, people: repeats?.people ?? 0, standings };
}

/** Recommendations as operators run them, in the server. */
export function createLearningDesk({ learning, outcomes, readPurchases, onTrouble }: World) {
  return {
    async read() {
      const [imported, fit, models, shown] = await Promise.all([
        learning.latestImport(),
        learning.latestFit(),
        learning.list(),
        outcomes.read(),
      ]);
      return { imported, fit, models: models.map(summaryOf), outcomes: shown };
    },
    /** Answered once it has begun; how far it is `read` says. */
    async begin(pressed: Pressed): Promise<{ fit: string } | Refused> {
      const begun = await learning.begin(seed, pressed);
      if ("problem" in begun) return begun;
      begun.done?.catch(onTrouble);
      return { fit: begun.fit };
    },
    async import(bytes: Buffer, pressed: Pressed) {
      try {
        const { purchases, ...file } = await readPurchases(bytes);
        return await learning.import(file, purchases, pressed);
      } catch (error) {
        if (!(error instanceof ImportError)) throw error;
        return { problem: "not-purchases", fields: [error.message] } as const;
      }
    },
    putBack: learning.putBack,
  };
}

export type LearningDesk = ReturnType<typeof createLearningDesk>;
