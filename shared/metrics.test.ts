import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { joinAlarm, levelAlarms, silentAlarm } from "./metrics.ts";

test.each([joinAlarm, silentAlarm, ...Object.values(levelAlarms)])(
  "S40: there is a page of what to do when $page is raised",
  ({ page }) => {
    expect(existsSync(join(import.meta.dirname, "../docs/operating", `${page}.md`))).toBe(true);
  },
);
