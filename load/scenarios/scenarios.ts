/** What somebody does: the stores, a search, one store with its times, a press, the place that came of it. */
export const steps = ["list", "search", "detail", "reserve", "position"] as const;
export type Step = (typeof steps)[number];

/** Seconds in which people come, in which all are there, and in which they go. */
export interface Course {
  readonly upSeconds: number;
  readonly flatSeconds: number;
  readonly downSeconds: number;
}

export interface Scenario extends Course {
  readonly people: number;
  /** What everybody does, in this order, again and again while they are there. */
  readonly steps: readonly Step[];
  /** Between two steps; each time between half of it and half as much again. */
  readonly pauseSeconds: number;
  /** Times of the store; each round of a person's is for the next of them. */
  readonly slots: number;
  readonly seats: number;
  readonly hasSockets: boolean;
}

/**
 * SEED S41 to S43: people, minutes and steps are the source's. Its pauses are not known; these give as many requests a
 * second as it reports, 95 for smoke and 362 for load.
 */
export const scenarios = {
  smoke: {
    people: 50,
    upSeconds: 60,
    flatSeconds: 60,
    downSeconds: 60,
    steps: ["list", "reserve", "position"],
    pauseSeconds: 0.35,
    slots: 8,
    seats: 20,
    hasSockets: false,
  },
  load: {
    people: 5_000,
    upSeconds: 120,
    flatSeconds: 360,
    downSeconds: 120,
    steps: ["list", "search", "detail", "reserve"],
    pauseSeconds: 13.7,
    slots: 8,
    seats: 500,
    hasSockets: true,
  },
  spike: {
    people: 10_000,
    upSeconds: 60,
    flatSeconds: 60,
    downSeconds: 60,
    steps: ["search", "detail", "reserve"],
    pauseSeconds: 11,
    slots: 4,
    seats: 500,
    hasSockets: true,
  },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

/** With a part of the people and seats, at least one each, and everything in a part of the time. */
export function scaled(scenario: Scenario, scale: number, hurry: number): Scenario {
  const part = (number: number) => Math.max(1, Math.round(number * scale));
  return {
    ...scenario,
    people: part(scenario.people),
    seats: part(scenario.seats),
    upSeconds: scenario.upSeconds / hurry,
    flatSeconds: scenario.flatSeconds / hurry,
    downSeconds: scenario.downSeconds / hurry,
    pauseSeconds: scenario.pauseSeconds / hurry,
  };
}

/** When this one of all comes and goes, in seconds from the beginning: evenly over the way up and the way down. */
export function stayOf(position: number, people: number, { upSeconds, flatSeconds, downSeconds }: Course) {
  const part = position / people;
  return { from: upSeconds * part, until: upSeconds + flatSeconds + downSeconds * (1 - part) };
}
