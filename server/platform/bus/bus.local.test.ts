import { describe } from "vitest";
import { busKeepsItsPromises } from "./bus.conformance.ts";
import { createLocalBus } from "./bus.local.ts";

describe("the bus in the process", () => busKeepsItsPromises(createLocalBus));
