import { expect, test } from "vitest";
import type { Client } from "../crowd/client.ts";
import { waitUntil } from "../processes/wait-until.ts";
import type { Answered } from "./rush.ts";
import { watchRanks } from "./witnesses.ts";

const entry = { id: "7-3", ticket: 3, ahead: 2 };
const waiting = { visitor: { id: "1", cookie: "popline=1" }, entry } as unknown as Answered;

test("I10: whoever watches their rank looks once more in the end, so that what grew last is seen too", async () => {
  let ahead = entry.ahead;
  let asked = 0;
  const send = async () => {
    asked += 1;
    return { status: 200, headers: {}, body: { ...entry, ahead } };
  };
  const witnesses = watchRanks({ send } as unknown as Client, 1);
  witnesses.add(waiting);
  await waitUntil(() => asked === 1, { what: "the witness has looked" });
  const stopped = witnesses.stop();
  ahead = 502;
  expect((await stopped).map((rank) => rank.ahead)).toEqual([2, 502]);
});
