import { describe } from "vitest";
import { limitsKeepTheirPromises } from "./limits.conformance.ts";
import { createLocalLimits } from "./limits.local.ts";

describe("limits of this process alone", () => limitsKeepTheirPromises(createLocalLimits));
