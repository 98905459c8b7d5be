/** What is wrong with an answer, by the document and by what no answer may say. */
import { Ajv, type ValidateFunction } from "ajv";
import { problemSchema, problemStatus } from "../../shared/problems.ts";
import type { Answered } from "../acceptance/world.ts";
import { hostileTexts } from "../services/hostile-texts.ts";
import type { Operation, Planned, Response } from "./requests.ts";
import type { Secret } from "./secrets.ts";

const ajv = new Ajv({ strict: false, allErrors: false });
ajv.addFormat("date-time", (text) => !Number.isNaN(Date.parse(text)));
const compiled = new WeakMap<object, ValidateFunction>();

/** Null for a value that the schema allows; else why it does not. */
export function objection(schema: object, value: unknown): string | null {
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  return validate(value) ? null : ajv.errorsText(validate.errors);
}

/** Frames of a stack, places in our code, and what a database or a driver says of itself. */
const tellTales = [
  String.raw`\bat (async )?[\w.<>\[\] ]+ ?\(?(file:|node:|/)`,
  String.raw`[\w-]+\.(m?[jt]sx?|sql):\d+`,
  "node_modules",
  String.raw`\bselect\b[^"]+\bfrom\b`,
  String.raw`\binsert into\b`,
  String.raw`\bupdate \w+ set\b`,
  "violates .* constraint",
  "invalid input syntax",
  "syntax error at",
  "duplicate key value",
  "out of range for type",
  "invalid byte sequence",
  String.raw`relation \\?"`,
  "SQLSTATE",
  "FST_ERR",
  "Unexpected token",
  "ECONNREFUSED",
];
export const leaks = new RegExp(tellTales.join("|"), "i");

const markup = hostileTexts.filter((text) => /<[a-z!/]/.test(text));

/** What a browser would run in an answer that it draws: markup that somebody sent, now or before, as it was sent. */
function letOut({ body, headers }: Answered): string | undefined {
  if (/json|text\/(plain|csv|calendar)/.test(String(headers["content-type"]))) return undefined;
  return markup.find((text) => String(body.text).includes(text));
}

/** What an answer says that none may say, whatever its status. */
function saidTooMuch(answer: Answered, secrets: readonly Secret[]): string | null {
  const text = JSON.stringify(answer.body);
  const told = leaks.exec(text)?.[0] ?? secrets.find((secret) => text.includes(secret.text))?.name;
  if (told !== undefined) return `says ${told}`;
  const out = letOut(answer);
  return out === undefined ? null : `lets out ${out}`;
}

/** The declared answer for this status: its own, or that of its class. */
function declaredFor({ responses }: Operation, status: number): Response | undefined {
  return responses[String(status)] ?? responses[`${String(status)[0]}XX`];
}

function wrongProblem({ status, body, headers }: Answered): string | null {
  if (!/^application\/problem\+json/.test(String(headers["content-type"]))) return "is no problem+json";
  const name = String(body.type).replace("/problems/", "") as keyof typeof problemStatus;
  if (!Object.hasOwn(problemStatus, name)) return `is a problem that nobody knows, ${body.type}`;
  if (problemStatus[name] !== status || body.status !== status) return `is ${name} with another status`;
  if (status === 429 && headers["retry-after"] === undefined) return "has no Retry-After";
  return objection(problemSchema, body);
}

function wrongContent(operation: Operation, { status, body, headers }: Answered): string | null {
  const declared = declaredFor(operation, status);
  if (declared === undefined) return "is not declared";
  if (declared.content === undefined) return body.text === "" || body.text === undefined ? null : "has a body";
  const type = String(headers["content-type"]).split(";")[0] ?? "";
  const schema = declared.content[type]?.schema;
  if (schema === undefined) return `is ${type}, which is not declared`;
  return objection(schema, type.endsWith("json") ? body : body.text);
}

/** Null for an answer as promised; else what is wrong with it. */
export function wrongAnswer(
  operation: Operation,
  planned: Planned,
  answer: Answered,
  secrets: readonly Secret[],
): string | null {
  const { status, body, headers } = answer;
  const tooMuch = saidTooMuch(answer, secrets);
  if (tooMuch !== null) return `${status} ${tooMuch}`;
  // Also a 503: one caller, who asks once at a time, fills nothing that is bounded.
  if (status >= 500) return `${status}`;
  const isRefused = status >= 400;
  // Of a method that it does not name the document says nothing but how it is refused.
  if (planned.method === "HEAD" || (!planned.isDescribed && !isRefused)) return null;
  // An address that a hostile piece led out of the API is a page's.
  const isPage = planned.method === "GET" && /^text\/html/.test(String(headers["content-type"]));
  if (isPage && status < 500) return null;
  const wrong = isRefused ? wrongProblem(answer) : wrongContent(operation, answer);
  return wrong === null ? null : `${status} ${wrong}: ${JSON.stringify(body).slice(0, 300)}`;
}
