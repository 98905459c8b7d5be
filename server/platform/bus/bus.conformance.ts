import { expect, test } from "vitest";
import type { Bus } from "./bus.ts";

/** The promises of `Bus` within one process, for every adapter. */
export function busKeepsItsPromises(open: () => Bus): void {
  test("S24: listeners here are called before publish returns, in the order they came, with what was said", () => {
    const bus = open();
    const heard: unknown[] = [];
    bus.subscribe("line", (message) => heard.push(["first", message]));
    bus.subscribe("line", (message) => heard.push(["second", message]));
    bus.subscribe("store", (message) => heard.push(["another's", message]));
    const said = { slot: "5" };
    bus.publish("line", said);
    expect(heard).toEqual([
      ["first", said],
      ["second", said],
    ]);
    expect((heard[0] as unknown[])[1]).toBe(said);
  });

  test("what is for elsewhere is not heard here", () => {
    const bus = open();
    const heard: unknown[] = [];
    bus.subscribe("line", (message) => heard.push(message));
    bus.publish("line", "all of it", "a word of it");
    expect(heard).toEqual(["all of it"]);
  });

  test("nobody listens, and nothing happens", () => expect(() => open().publish("nobody", {})).not.toThrow());
}
