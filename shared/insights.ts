import { type Static, Type } from "typebox";

/** What bars stand for. `cell` is region-sex-age, `segment` sex-age, `time` the part of the week and of the day. */
export const purchaseCharts = ["sex", "age", "weekend", "afternoon", "category", "month", "cell"] as const;
export const storeCharts = ["funnel", "sex", "age", "segment", "time", "month"] as const;

/** Fewer people than these are not told: in a bar, and in one that names a segment. */
export const fewestPeople = 5;
export const fewestInSegment = 10;

const chartOf = <const Name extends string>(names: readonly Name[]) =>
  Type.Object({
    name: Type.Enum([...names]),
    /** `count` is null where it is of too few people, or would say how many those are. */
    bars: Type.Array(
      Type.Object({ key: Type.String(), count: Type.Unsafe<number | null>({ type: ["integer", "null"] }) }),
      { maxItems: 60 },
    ),
  });

export const purchaseInsightsSchema = Type.Object({
  /** Null where nothing was imported; then there are no charts. */
  imported: Type.Union([Type.Object({ source: Type.String(), rows: Type.Integer() }), Type.Null()]),
  charts: Type.Array(chartOf(purchaseCharts), { maxItems: purchaseCharts.length }),
});
export type PurchaseInsights = Static<typeof purchaseInsightsSchema>;

export const storeInsightsSchema = Type.Object({
  name: Type.String(),
  charts: Type.Array(chartOf(storeCharts), { maxItems: storeCharts.length }),
});
export type StoreInsights = Static<typeof storeInsightsSchema>;

export type Chart = PurchaseInsights["charts"][number] | StoreInsights["charts"][number];
export type Bar = Chart["bars"][number];
