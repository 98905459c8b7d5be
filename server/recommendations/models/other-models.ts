import { blend } from "./blend.ts";
import { createRandom, popularity } from "./controls.ts";
import { ease } from "./ease.ts";
import type { Model } from "./model.ts";
import { itemNeighbours, sourceMethod } from "./neighbours.ts";
import { createSegmentModel } from "./segments.ts";

interface BackOff {
  readonly smoothing: number;
  readonly fewest: number;
}

/** All that the shipped model is measured against, controls first. */
export const otherModels = (seed: number, { smoothing, fewest }: BackOff): readonly Model[] => [
  createRandom(seed),
  popularity,
  createSegmentModel(smoothing, fewest),
  sourceMethod,
  itemNeighbours,
  ease,
  blend,
];
