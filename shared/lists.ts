import { type Static, type TSchema, Type } from "typebox";

/** Every list of the API: a page of at most 100 items and the cursor of the next page. */
export const listOf = <Item extends TSchema>(item: Item) =>
  Type.Object({ items: Type.Array(item), nextCursor: Type.Union([Type.String(), Type.Null()]), hasNext: Type.Boolean() });

export const pageQuery = Type.Object({
  cursor: Type.Optional(Type.String({ maxLength: 100, pattern: "^[1-9][0-9]{0,17}$" })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
});
export type PageQuery = Static<typeof pageQuery>;
export const itemsPerPage = 20;

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly hasNext: boolean;
}
