import { expect, test } from "vitest";
import type { Facts } from "../ports.ts";
import { createPush } from "./push-service.ts";

const facts: Facts = {
  ...{ kind: "host-notice", person: "1", name: "-", address: null, language: "ko" },
  ...{
    storeId: "1",
    storeName: "팝업",
    district: "성수",
    storeAddress: "",
    timeZone: "Asia/Seoul",
    opensAt: "2026-11-23T13:00:00.000Z",
  },
  ...{ slotId: null, startsAt: null, endsAt: null, ticket: null, partySize: null, reservationId: null },
  ...{ eventId: null, revision: null, revisedAt: null, offerExpiresAt: null, text: "곧 만나요" },
} as Facts;
const device = (id: string) => ({ id, endpoint: `https://${id}.example`, keys: { p256dh: "", auth: "" } });

test("I7: it does not end before the slowest browser, also when one that is gone cannot be forgotten", async () => {
  let finish: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const order: string[] = [];
  const push = createPush({
    courier: {
      async deliver({ id }) {
        if (id === "gone") return { outcome: "refused", trouble: "push 410", isGone: true };
        await slow;
        order.push("the slowest");
        return { outcome: "sent", trouble: null, isGone: false };
      },
    },
    devices: {
      async forget() {
        setImmediate(finish);
        throw new Error("the database is away");
      },
    },
  });
  const shown = push("1", facts, [device("gone"), device("slow")], 1_000);
  await expect(shown.finally(() => order.push("the end"))).rejects.toThrow("the database is away");
  expect(order).toEqual(["the slowest", "the end"]);
});
