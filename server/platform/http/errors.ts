import type { FastifyError, FastifyInstance } from "fastify";
import type { Refused } from "../../../shared/problems.ts";
import { isPassingTrouble } from "../database/index.ts";
import { sendProblem } from "./problems.ts";

const clientProblems: Record<string, Refused> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { problem: "body-too-large" },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { problem: "not-json" },
};
const problemOfStatus: Record<number, Refused> = {
  404: { problem: "not-found" },
  416: { problem: "range-not-satisfiable" },
};

/** An id that cannot exist is absent, not malformed; a bad field is named, and so is a body that has no fields. */
function problemOfValidation({ validation, validationContext = "body" }: FastifyError): Refused {
  if (validationContext === "params") return { problem: "not-found" };
  const fields = (validation ?? []).map(({ instancePath, params }) => {
    const extra = params.additionalProperty ?? params.missingProperty;
    return [instancePath.slice(1), extra].filter(Boolean).join("/") || validationContext;
  });
  return { problem: "bad-request", fields };
}

function problemOf(error: FastifyError): Refused {
  if (error.validation !== undefined) return problemOfValidation(error);
  const known = clientProblems[error.code];
  if (known !== undefined) return known;
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return problemOfStatus[error.statusCode] ?? { problem: "bad-request" };
  }
  return isPassingTrouble(error) ? { problem: "unavailable", retryAfterSeconds: 2 } : { problem: "internal" };
}

/** Every failure leaves as a problem, never with a stack; what is our fault keeps its cause for the log. */
export function answerErrors(app: FastifyInstance): void {
  app.decorateReply("refused", null);
  app.decorateReply("cause", null);
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const refused = problemOf(error);
    reply.cause = error;
    const size = (error as { headers?: Record<string, string> }).headers?.["Content-Range"];
    if (refused.problem === "range-not-satisfiable" && size !== undefined) reply.header("content-range", size);
    return sendProblem(reply, refused);
  });
}

/** Of data that it cannot take (SQLSTATE class 22) PostgreSQL quotes what was sent, in the message itself. */
const quotesWhatWasSent = (code: string | undefined) => typeof code === "string" && /^22[0-9A-Z]{3}$/.test(code);

/** Of failures that are told as one. */
const mostDescribed = 10;

type Described = {
  readonly type: string;
  readonly message: string;
  readonly code: string | undefined;
  readonly constraint: string | undefined;
  readonly stack: string;
  /** Those that are told as this one, the first ten. */
  readonly errors?: readonly Described[];
};

/**
 * A failure as a log has it: without PostgreSQL's detail, which quotes rows, without a message that quotes what was
 * sent, and without whatever else hangs on it.
 */
export function describeFailure(error: Error & { code?: string; constraint?: string }): Described {
  const { name, message, code, constraint, stack = String(error) } = error;
  if (error instanceof AggregateError) {
    const errors = error.errors.slice(0, mostDescribed).map((one) => describeFailure(one as Error));
    return { type: name, message, code, constraint, stack, errors };
  }
  if (!quotesWhatWasSent(code)) return { type: name, message, code, constraint, stack };
  const said = "data that PostgreSQL does not take";
  return { type: name, message: said, code, constraint, stack: stack.replaceAll(message, () => said) };
}
