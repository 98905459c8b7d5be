import { expect, test } from "vitest";
import { createLocalCourier } from "./courier.local.ts";
import type { Claim } from "./ports.ts";
import { lanes, sentAtOnce } from "./rules.ts";

const lease = "2026-11-27 06:00:00+00";
const messages = Array.from({ length: 4 * sentAtOnce }, (_, at) => `${at}`);

/** Carries 40 messages; answers which were sent, which were given back, and whether the way is open. */
async function carry({ comesThrough = true, mostBegun = messages.length }) {
  const sent: string[] = [];
  const released: Claim[] = [];
  const courier = createLocalCourier(
    {
      async send(claim) {
        sent.push(...claim.messages);
        return comesThrough;
      },
      close: async () => undefined,
    },
    { release: async (claim) => void released.push(claim) },
  );
  const isOpen = await courier.carry({ messages, lease }, () => sent.length < mostBegun);
  return { sent, released, isOpen };
}

test("S30: once nothing gets through, what was not begun is given back, and the relay hears of it", async () => {
  const begun = lanes * (sentAtOnce / lanes);
  expect(await carry({ comesThrough: false })).toEqual({
    sent: messages.slice(0, begun),
    released: [{ lease, messages: messages.slice(begun) }],
    isOpen: false,
  });
});

test("S30: a relay that stops gives back what was not begun; one that sends all of it gives back nothing", async () => {
  const half = messages.length / 2;
  expect(await carry({ mostBegun: half })).toEqual({
    sent: messages.slice(0, half),
    released: [{ lease, messages: messages.slice(half) }],
    isOpen: true,
  });
  expect(await carry({})).toEqual({ sent: messages, released: [], isOpen: true });
});
