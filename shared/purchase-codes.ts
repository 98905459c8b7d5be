import type { categories } from "./store-codes.ts";

type StoreCategory = (typeof categories)[number];

/**
 * The 25 classes of goods of the purchase data (S33, `lclss`), each with the category of popup stores that sells such
 * things. Who is who is in people-codes.ts: form, data and model have these two lists and no other (D28).
 */
export const goods = {
  audio: "tech",
  bags: "fashion",
  bakery: "food",
  bedding: "life",
  books: "book",
  "character-goods": "character",
  "coffee-and-tea": "food",
  confectionery: "food",
  "fresh-food": "food",
  "hair-and-body": "beauty",
  interior: "life",
  kitchenware: "life",
  "make-up": "beauty",
  "mens-wear": "fashion",
  mobile: "tech",
  perfume: "beauty",
  pets: "life",
  "ready-meals": "food",
  records: "music",
  shoes: "fashion",
  "skin-care": "beauty",
  sportswear: "fashion",
  stationery: "book",
  toys: "character",
  "womens-wear": "fashion",
} as const satisfies Record<string, StoreCategory>;

export type Goods = keyof typeof goods;
export const goodsCodes = Object.keys(goods) as Goods[];
