import { everybody, operators } from "./people.ts";
import type { Promised } from "./promised.ts";

const open: Promised = { door: everybody };
const ofLearning: Promised = { door: operators, isWrittenElsewhere: true };

/** The part of the authorisation matrix that is operators', and rehearsals, which in the demo are everybody's. */
export const operatorsMatrix: Readonly<Record<string, Promised>> = {
  "GET /api/operations/health": { door: operators },
  "GET /api/operations/lines": { door: operators },
  "GET /api/operations/people": { door: operators },
  "GET /api/operations/lines/:slotId": { door: operators, reach: operators },
  "GET /api/operations/audit": { door: operators },
  "GET /api/operations/outbox": { door: operators },
  "GET /api/operations/cache": { door: operators },
  "GET /api/operations/recommendations": { door: operators },
  // Nothing was imported: the door is what counts here, and what is done behind it in learning.test.ts.
  "POST /api/operations/recommendations/fits": { ...ofLearning, deed: "fit-begun", answers: 409 },
  "POST /api/operations/recommendations/purchases": {
    ...{ ...ofLearning, deed: "purchases-imported" },
    body: () => ({}),
    answers: 422,
  },
  "POST /api/operations/recommendations/models/:modelId/put-back": {
    ...{ ...ofLearning, deed: "model-put-back" },
    reach: operators,
  },
  // A crowd of nobody is refused: the door is what counts here, a rehearsal is a process of its own.
  "POST /api/operations/rehearsals": { door: everybody, body: () => ({ visitors: 0 }), answers: 400 },
  "GET /api/operations/rehearsals/latest": open,
  "GET /api/operations/rehearsals/latest/tickets.csv": { door: everybody, answers: 404 },
};
