/** Thrown for a setting that is wrong or missing; the message names it and never says a secret aloud. */
export class SettingsError extends Error {}

export type Environment = Readonly<Record<string, string | undefined>>;

interface Bounds {
  readonly otherwise: number;
  readonly least: number;
  readonly most: number;
}

export function readCount(environment: Environment, name: string, { otherwise, least, most }: Bounds): number {
  const text = environment[name];
  if (text === undefined) return otherwise;
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < least || count > most) {
    throw new SettingsError(`${name} must be a whole number from ${least} to ${most}, not: ${text || "empty"}`);
  }
  return count;
}

export function readSwitch(environment: Environment, name: string, otherwise: boolean): boolean {
  const text = environment[name];
  if (text === undefined) return otherwise;
  if (text !== "on" && text !== "off") throw new SettingsError(`${name} must be "on" or "off", not: ${text}`);
  return text === "on";
}

export function readUrl(environment: Environment, name: string, protocols: readonly string[]): string | null {
  const text = environment[name];
  if (text === undefined || text === "") return null;
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
    throw new SettingsError(`${name} must be a URL that begins with ${protocols.join(" or ")}//`);
  }
  return text;
}
