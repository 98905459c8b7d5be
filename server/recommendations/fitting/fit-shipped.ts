import { learn } from "../models/learn.ts";
import { trainingOf } from "../models/training.ts";
import type { Learned } from "../rules.ts";
import { type Material, tune } from "./tune.ts";

/** Chooses parameters on the material's last weeks, then learns from all of it. */
export function fitShipped(material: Material): Learned {
  return learn(trainingOf(material.purchases, material), tune(material));
}
