declare const brand: unique symbol;

/** How far the database had come when somebody's write was committed; a list that knows it shows that write. Opaque. */
export type WriteMark = string & { readonly [brand]: "write-mark" };
