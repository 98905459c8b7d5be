import { expect, test } from "vitest";
import { burst, joined, lostJoin, row, tell } from "../../test/history/story.ts";
import { ticketsOf } from "./tickets.ts";

test("every ticket is a line, in ticket order, with what its first answer took", () => {
  const history = tell({ ...burst, rows: [...burst.rows].reverse() });
  expect(ticketsOf(history)).toBe(
    [
      "ticket,person,party,state,answered_after_ms",
      "1,a,1,confirmed,5",
      "2,b,1,confirmed,5",
      "3,c,1,waitlisted,5",
      "",
    ].join("\r\n"),
  );
});

test("whoever was answered by nobody has an empty last field; repeated presses count once", () => {
  const again = joined("a", 1, "confirmed", { sentAt: 50, answeredAt: 90 });
  const history = tell({
    events: [burst.events[0] as typeof again, again, lostJoin("z", 1)],
    rows: [row("z", 2, "left")],
  });
  expect(ticketsOf(history)).toContain("2,z,1,left,\r\n");
});

test("no field can be a formula: ids, counts and states of our own, never a name somebody chose", () => {
  const [header = "", ...lines] = ticketsOf(tell(burst)).trimEnd().split("\r\n");
  expect(header.split(",")).toEqual(["ticket", "person", "party", "state", "answered_after_ms"]);
  for (const field of lines.flatMap((line) => line.split(","))) expect(field).toMatch(/^[\w-]*$/);
  for (const field of lines.flatMap((line) => line.split(","))) expect(field).not.toMatch(/^[=+@-]/);
});
