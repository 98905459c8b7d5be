import { expect, test } from "vitest";
import { startChild, untilReady } from "./child.ts";
import { waitUntil } from "./wait-until.ts";

const say = (words: string) => startChild(process.execPath, ["-e", `console.log("${words}")`], {});

test("a child that was ready and has ended since was ready", async () => {
  const child = await say("here I am");
  await child.exited;
  const ready = waitUntil(() => child.lines.find(/here (.+)/)?.[1], { what: "it is here" });
  expect(await untilReady(child, "The child", ready)).toBe("I am");
});

test("a child that ends without being ready is named, with its code and what it said", async () => {
  const child = await say("not yet");
  const never = new Promise<never>(() => undefined);
  await expect(untilReady(child, "The child", never)).rejects.toThrow("The child ended early with code 0\nnot yet");
});
