import { expect, test } from "vitest";
import { warningsOf } from "./start-trouble.ts";

test.each([
  [1, "https://popline.example", []],
  [0, "https://popline.example", ["10.0.0.5"]],
  [0, "http://localhost:3000", []],
  [0, null, []],
])("warns %d times that all share one limit: PUBLIC_URL %s, TRUSTED_PROXIES %j", (count, publicUrl, trustedProxies) => {
  const warnings = warningsOf({ publicUrl, trustedProxies });
  expect(warnings.filter((warning) => warning.startsWith("TRUSTED_PROXIES is not set"))).toHaveLength(count);
  expect(warnings).toHaveLength(count);
});
