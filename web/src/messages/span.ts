const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;
export type SpanUnit = (typeof units)[number][0];

/** How long something takes or took, in its two largest units: 86,399 seconds are 23 hours and 59 minutes. */
export function spanOf(seconds: number): readonly (readonly [count: number, unit: SpanUnit])[] {
  const largest = units.findIndex(([, size]) => seconds >= size);
  const [first, second] = units.slice(largest === -1 ? units.length - 1 : largest);
  const [unit, size] = first as (typeof units)[number];
  const rest = second === undefined ? 0 : Math.floor((seconds % size) / second[1]);
  return [
    [Math.floor(seconds / size), unit],
    ...(rest === 0 || second === undefined ? [] : [[rest, second[0]] as const]),
  ];
}
