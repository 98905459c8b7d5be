/** Requests for every operation of an OpenAPI document: valid, nearly valid and hostile. */
import fc from "fast-check";
import type { Method } from "../acceptance/world.ts";
import { hostileBody, hostileHeaders, hostileText } from "./hostile.ts";
import { nearlyValid, type Schema, validValue } from "./valid.ts";
import type { Words } from "./words.ts";

export const callers = ["nobody", "visitorA", "staffA", "hostA", "operator"] as const;
export type Caller = (typeof callers)[number];

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface Response {
  readonly headers?: object;
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Described {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
  readonly responses: Readonly<Record<string, Response>>;
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

export interface Operation extends Described {
  readonly method: Method;
  readonly path: string;
}

export interface Planned {
  readonly caller: Caller;
  readonly method: Method;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** False when the document does not speak of this method or path. */
  readonly isDescribed: boolean;
}

/** Every path with every method that the document names. */
export function operationsOf({ paths }: Document): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      ...described,
      method: method.toUpperCase() as Method,
      path,
    })),
  );
}

/** As an address says it; half of a surrogate pair has no way into one. */
const encoded = (text: string) => encodeURIComponent(Buffer.from(text).toString()).slice(0, 4_000);
const brokenPieces = ["%", "%zz", "%00", "%ED%A0%80", "%C0%AE", "..%2f..%2f", "%252e", "a;b", "*", "%2F"];
const hostilePiece = fc.oneof(hostileText.map(encoded), fc.constantFrom(...brokenPieces));

function pathOf({ path, parameters = [] }: Operation, words: Words, isHostile: boolean): fc.Arbitrary<string> {
  const named = parameters.filter((parameter) => parameter.in === "path");
  const pieces = named.map(({ name, schema }) => {
    const right = validValue(schema, name, words).map((value) => encoded(String(value)));
    return isHostile ? fc.oneof(hostilePiece, right) : right;
  });
  return fc
    .tuple(...pieces)
    .map((values) => values.reduce((url, value, at) => url.replace(`{${named[at]?.name}}`, () => value), path));
}

function queryOf({ parameters = [] }: Operation, words: Words): fc.Arbitrary<string> {
  const asked = parameters.filter((parameter) => parameter.in === "query");
  const pieces = asked.map(({ name, schema, required }) => {
    const said = validValue(schema, name, words).map((value) => `${name}=${encoded(String(value))}`);
    return required === true ? said : fc.option(said, { nil: null });
  });
  return fc.tuple(...pieces).map((said) => said.filter((one) => one !== null).join("&"));
}

function hostileQueryOf({ parameters = [] }: Operation): fc.Arbitrary<string> {
  const asked = parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name);
  const name = fc.constantFrom(...asked, "state", "code", "__proto__", "a[b]", "limit[]", "constructor", "%00", "");
  const said = fc.tuple(name, hostilePiece).map((both) => both.join("="));
  return fc.array(said, { minLength: 1, maxLength: 3 }).map((all) => all.join("&"));
}

const bodySchemaOf = ({ requestBody }: Operation) => requestBody?.content["application/json"]?.schema;

function bodyOf(operation: Operation, words: Words): fc.Arbitrary<string | undefined> {
  const schema = bodySchemaOf(operation);
  if (schema === undefined) return fc.constantFrom(undefined, "{}");
  const valid = validValue(schema, "", words).map((value) => JSON.stringify(value));
  return operation.requestBody?.required === true ? valid : fc.option(valid, { nil: undefined, freq: 10 });
}

const isWrite = ({ method }: Operation) => method !== "GET" && method !== "HEAD";

/** Requests for one operation; mostly only one part of them is out of order, so that what is behind it is reached. */
export function requestsFor(operation: Operation, words: Words): fc.Arbitrary<Planned> {
  const { method } = operation;
  const right = {
    caller: fc.constantFrom(...callers),
    method: fc.constant(method),
    path: pathOf(operation, words, false),
    query: queryOf(operation, words),
    headers: fc.constant<Record<string, string>>({}),
    body: isWrite(operation) ? bodyOf(operation, words) : fc.constant(undefined),
    isDescribed: fc.constant(true),
  };
  const schema = bodySchemaOf(operation);
  const nearly = schema === undefined ? hostileBody : nearlyValid(schema, words).map((value) => JSON.stringify(value));
  const other = fc.constantFrom<Method>("PUT", "PATCH", "DELETE", "POST", "HEAD").filter((one) => one !== method);
  const kinds = [
    { weight: 4, arbitrary: fc.record(right) },
    ...(isWrite(operation) ? [{ weight: 6, arbitrary: fc.record({ ...right, body: nearly }) }] : []),
    ...(isWrite(operation) ? [{ weight: 2, arbitrary: fc.record({ ...right, body: hostileBody }) }] : []),
    { weight: 2, arbitrary: fc.record({ ...right, path: pathOf(operation, words, true) }) },
    { weight: 2, arbitrary: fc.record({ ...right, query: hostileQueryOf(operation) }) },
    { weight: 1, arbitrary: fc.record({ ...right, headers: hostileHeaders }) },
    { weight: 1, arbitrary: fc.record({ ...right, method: other, isDescribed: fc.constant(false) }) },
  ];
  return fc.oneof(...kinds).map(({ path, query, ...planned }) => ({
    ...planned,
    url: query === "" ? path : `${path}?${query}`,
  }));
}
