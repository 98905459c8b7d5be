import { expect, test } from "vitest";
import { createWatch } from "./watch.ts";

function open() {
  const lines: unknown[] = [];
  let now = 0;
  const watch = createWatch({ now: () => now });
  const from = (ip: string) => {
    const log = { warn: (line: unknown) => lines.push(line) };
    const routeOptions = { url: "/api/audit" };
    const request = { ip, method: "GET", caller: { id: "7" }, routeOptions, url: "/api/audit?secret=1", log };
    watch(request as never, "forbidden");
  };
  const passTime = (milliseconds: number) => {
    now += milliseconds;
  };
  return { from, lines, passTime };
}

test("a refusal is written down with who, what and coarsely from where, and nothing that was sent", () => {
  const { from, lines } = open();
  from("203.0.113.77");
  const line = { event: "forbidden", method: "GET", route: "/api/audit", person: "7", network: "203.0.113.0/24" };
  expect(lines).toEqual([line]);
});

test("a flood of refusals fills no disk: 20 lines at once and one a second, for each network", () => {
  const { from, lines, passTime } = open();
  for (let count = 0; count < 5_000; count += 1) from("203.0.113.77");
  expect(lines).toHaveLength(20);
  from("198.51.100.7");
  expect(lines).toHaveLength(21);
  passTime(1_000);
  for (let count = 0; count < 100; count += 1) from("203.0.113.77");
  expect(lines).toHaveLength(22);
});
