/** Values that a JSON schema allows, and those that miss it by one thing. */
import fc from "fast-check";
import { hostileNames, hostileNumber, hostileText, hostileValue } from "./hostile.ts";
import type { Words } from "./words.ts";

/** The part of JSON schema that the document uses. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
}

const longestMadeText = 60;
const mostMadeItems = 4;

function validText(schema: Schema, name: string, { anywhere, named }: Words): fc.Arbitrary<string> {
  const { pattern = "", minLength = 0, maxLength = Number.POSITIVE_INFINITY, format } = schema;
  const shape = new RegExp(pattern, "u");
  const fits = (text: string) => text.length >= minLength && text.length <= maxLength && shape.test(text);
  const known = [...(named[name] ?? anywhere)].filter(fits);
  if (format !== undefined) return fc.constantFrom(...known);
  // The generator of texts by pattern knows no look-ahead.
  const isPlain = pattern === "" || pattern.includes("(?");
  const length = { minLength, maxLength: Math.min(maxLength, longestMadeText) };
  const made = (isPlain ? fc.string({ ...length, unit: "grapheme" }) : fc.stringMatching(shape)).filter(fits);
  if (known.length === 0) return made;
  return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: made });
}

function validList({ items = {}, minItems, maxItems, uniqueItems }: Schema, name: string, words: Words) {
  const length = { minLength: minItems ?? 0, maxLength: Math.min(maxItems ?? mostMadeItems, mostMadeItems) };
  const item = validValue(items, name, words);
  return uniqueItems === true ? fc.uniqueArray(item, length) : fc.array(item, length);
}

function validObject(schema: Schema, words: Words): fc.Arbitrary<Record<string, unknown>> {
  const { properties = {}, required = [], minProperties = 0, dependentRequired = {} } = schema;
  const fields = Object.entries(properties).map(([name, field]) => [name, validValue(field, name, words)] as const);
  const made = fc.record(Object.fromEntries(fields), { requiredKeys: [...required], noNullPrototype: true });
  const fits = (value: object) =>
    Object.keys(value).length >= minProperties &&
    Object.entries(dependentRequired).every(([name, all]) => !(name in value) || all.every((one) => one in value));
  return made.filter(fits) as fc.Arbitrary<Record<string, unknown>>;
}

/** What the schema allows, ids and days of the product first. `name` is the field it is for. */
export function validValue(schema: Schema, name: string, words: Words): fc.Arbitrary<unknown> {
  const { type, minimum = -10, maximum = 100 } = schema;
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => validValue(one, name, words)));
  if (typeof type === "object")
    return fc.oneof(...type.map((one) => validValue({ ...schema, type: one }, name, words)));
  if (type === "string") return validText(schema, name, words);
  if (type === "integer") return fc.oneof(fc.integer({ min: minimum, max: Math.min(maximum, minimum + 30) }));
  if (type === "boolean") return fc.boolean();
  if (type === "null") return fc.constant(null);
  if (type === "array") return validList(schema, name, words);
  return type === "object" ? validObject(schema, words) : fc.jsonValue();
}

/** Just beyond the bounds that a field has. */
function beyond({ minimum, maximum, minLength, maxLength, maxItems }: Schema): unknown[] {
  return [
    ...(minimum === undefined ? [] : [minimum - 1, minimum]),
    ...(maximum === undefined ? [] : [maximum, maximum + 1]),
    ...(minLength === undefined ? [] : ["x".repeat(Math.max(0, minLength - 1))]),
    ...(maxLength === undefined ? [] : ["1".repeat(maxLength), "1".repeat(maxLength + 1), "😀".repeat(maxLength)]),
    ...(maxItems === undefined ? [] : [Array(maxItems + 1).fill("00:00")]),
  ];
}

/** Of the right type, and wrong or at least rare. */
function hostileOf(field: Schema): fc.Arbitrary<unknown> {
  const bounds = [...beyond(field), ...beyond(field.items ?? {}).map((item) => [item])];
  const types = [field.type ?? []].flat();
  const sameType = [
    ...(bounds.length === 0 ? [] : [fc.constantFrom(...bounds)]),
    ...(types.includes("integer") ? [hostileNumber] : []),
    ...(types.includes("string") ? [hostileText] : []),
  ];
  return sameType.length === 0 ? hostileValue : fc.oneof(...sameType);
}

/** An object that the schema allows, but for one field: missing, too many, of another type or beyond its bounds. */
export function nearlyValid(schema: Schema, words: Words): fc.Arbitrary<unknown> {
  const fields = schema.properties ?? {};
  const value = validValue(schema, "", words) as fc.Arbitrary<Record<string, unknown>>;
  const changes = Object.entries(fields).map(([name, field]) => {
    const wrong = fc.oneof(
      { weight: 1, arbitrary: fc.constant(undefined) },
      { weight: 4, arbitrary: hostileOf(field) },
      { weight: 2, arbitrary: hostileValue },
    );
    return fc.tuple(fc.constant(name), wrong);
  });
  const extra = fc.tuple(fc.constantFrom(...hostileNames), hostileValue);
  return fc.tuple(value, fc.oneof(extra, ...changes, ...changes, ...changes)).map(([right, [name, wrong]]) => {
    // An own field of that name, also for `__proto__`.
    const changed = Object.entries(right).filter(([one]) => one !== name);
    return Object.fromEntries(wrong === undefined ? changed : [...changed, [name, wrong]]);
  });
}
