import type { Clock } from "../clock.ts";
import { createLimiter } from "./limiter.ts";
import type { Limits } from "./limits.ts";

/** Limits that this process counts alone. */
export const createLocalLimits = (clock: Pick<Clock, "now">): Limits => ({
  open: (_name, limit) => createLimiter(limit, clock),
});
