import { describe, expect, test } from "vitest";
import { readable } from "./readable.ts";
import { exactlyOne, type Mode, modes, propertiesOf } from "./synthesized.ts";

/** What a row of the table in OPERATIONS says of one resource; references are read by their names. */
export interface Promised {
  readonly type: string;
  /** What tells the resource from others of its type. */
  readonly of?: object;
  readonly has: object;
  /** In this mode only. */
  readonly compute?: Mode;
}

export const among = (...items: readonly object[]) =>
  expect.arrayContaining(items.map((one) => expect.objectContaining(one)));
export const attributes = (values: Readonly<Record<string, string>>) =>
  among(...Object.entries(values).map(([Key, Value]) => ({ Key, Value })));
export const text = (...parts: readonly string[]) =>
  expect.stringMatching(new RegExp(parts.map(literally).join("[^]*")));
const literally = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
export const allows = (Action: string | string[], Resource: unknown, more = {}) => ({
  ...{ Effect: "Allow", Action: typeof Action === "string" ? Action : expect.arrayContaining(Action), Resource },
  ...more,
});
export const policy = (...statements: readonly object[]) => ({ PolicyDocument: { Statement: among(...statements) } });
export const subnets = (tier: string) => [1, 2].map((zone) => `<Vpc${tier}Subnet${zone}Subnet>`);
export const kept = (...names: readonly string[]) =>
  names.map((Name) => ({ Name, ValueFrom: `<Kept>:${Name}::` })) as readonly object[];
export const words = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([Name, ValueFrom]) => ({ Name, ValueFrom }));
export const parameter = (name: string) => `arn:aws:ssm:ap-northeast-2:111111111111:parameter<${name}>`;

export const told = (settings: Readonly<Record<string, string>>) =>
  Object.entries(settings).map(([Name, Value]) => ({ Name, Value }));

/** As the one role, and over what AWS's own have signed; a Lambda has their list in Node's. */
export const database = (endpoint: string) =>
  `postgres://<Database.${endpoint}>:5432/popline?sslmode=verify-full&options=-c%20role%3Dpopline`;
/** In a container the list is a file of the image. */
export const databaseFromImage = (endpoint: string) =>
  `${database(endpoint)}&sslrootcert=%2Fapp%2Fcertificates%2Frds.pem`;

/** A test of each promise, with each way of computing. */
export function testPromises(promises: Readonly<Record<string, Promised>>): void {
  describe.each(modes)("with compute %s", (mode) => {
    const inMode = Object.entries(promises).filter(([, { compute = mode }]) => compute === mode);
    test.each(inMode)("%s", (_name, { type, of = {}, has }) => {
      const found = propertiesOf(mode, type).map((one) => readable(one));
      expect(exactlyOne(found.filter((one) => isLike(one, of)))).toMatchObject(has);
    });
  });
}

function isLike(one: object, of: object): boolean {
  const entries = Object.entries(of);
  return entries.every(([key, value]) => JSON.stringify(Reflect.get(one, key)) === JSON.stringify(value));
}
