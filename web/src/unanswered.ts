/** So many wishes are remembered of which nobody heard what came of them; the oldest goes first. */
const most = 50;
/** After so long the same wish is a new one. */
const rememberedMs = 10 * 60_000;

const known = new Map<string, { readonly key: string; readonly at: number }>();

/** The key of a press: that of the same wish when nobody heard what came of it, so that it is done once; else new. */
export function keyFor(wish: string): string {
  const before = known.get(wish);
  return before !== undefined && Date.now() - before.at < rememberedMs ? before.key : crypto.randomUUID();
}

/** What came of a wish was not heard. */
export function remember(wish: string, key: string): void {
  known.delete(wish);
  known.set(wish, { key, at: Date.now() });
  for (const oldest of known.keys()) if (known.size > most) known.delete(oldest);
}

export const forget = (wish: string): unknown => known.delete(wish);
