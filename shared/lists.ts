import { type Static, type TSchema, Type } from "typebox";

/** Every list of the API: a page of at most 100 items and the cursor of the next page. */
export const listOf = <Item extends TSchema>(item: Item) =>
  Type.Object({
    items: Type.Array(item),
    nextCursor: Type.Unsafe<string | null>({ type: ["string", "null"] }),
    hasNext: Type.Boolean(),
  });

export const pageQuery = Type.Object({
  cursor: Type.Optional(Type.String({ maxLength: 100, pattern: "^[1-9][0-9]{0,17}$" })),
  limit: Type.Optional(Type.String({ pattern: "^([1-9][0-9]?|100)$" })),
});
export type PageQuery = Static<typeof pageQuery>;
export const itemsPerPage = 20;

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
  readonly hasNext: boolean;
}

/** Cuts a list read with one row too many into a page; its cursor is the last item's id, or what `cursorOf` says. */
export function pageOf<Item extends { readonly id: string }>(
  rows: readonly Item[],
  limit: number,
  cursorOf: (last: Item) => string = ({ id }) => id,
): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const hasNext = rows.length > limit;
  return { items, hasNext, nextCursor: hasNext && last !== undefined ? cursorOf(last) : null };
}

/** How many items a request asks for; its pattern was checked. */
export const limitOf = ({ limit }: PageQuery) => (limit === undefined ? itemsPerPage : Number(limit));
