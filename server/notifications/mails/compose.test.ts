import { expect, test } from "vitest";
import { notificationKinds } from "../../../shared/notification-codes.ts";
import type { Facts } from "../ports.ts";
import { createComposer } from "./compose.ts";

const compose = createComposer({
  origin: () => "https://popline.example",
  secret: "a secret that only this test knows, 32 letters",
  sender: "Popline <hello@popline.example>",
});
const facts = {
  ...{ person: "1", name: "지수", address: "jisu@popline.example", language: "ko", text: "공지", offerExpiresAt: null },
  ...{ storeId: "7", storeName: "달토끼 세탁소", district: "성수", storeAddress: "", timeZone: "Asia/Seoul" },
  ...{ slotId: "3", startsAt: "2026-11-30T05:00:00.000Z", endsAt: "2026-11-30T06:00:00.000Z", partySize: 1, ticket: 1 },
  ...{ reservationId: "9", eventId: "9", revision: 1, revisedAt: "2026-11-29T05:00:00.000Z" },
  opensAt: "2026-11-28T05:00:00.000Z",
} as unknown as Facts;

/** What calendars are asked to do with the file of a mail, null for a mail without one. */
function askedBy(kind: Facts["kind"]): string | null {
  const [file] = compose("1", { ...facts, kind }).attachments;
  if (file === undefined) return null;
  const [, method = ""] = /method=(\w+)$/.exec(file.type) ?? [];
  expect(file.text).toContain(`METHOD:${method}`);
  expect(file.text).toContain(`STATUS:${method === "CANCEL" ? "CANCELLED" : "CONFIRMED"}`);
  return method;
}

test("S30: mails keep calendars right: in with a seat, out when it is given up or the time is called off", () => {
  const asked = Object.fromEntries(notificationKinds.map((kind) => [kind, askedBy(kind)]));
  expect(asked).toMatchObject({
    ...{ confirmed: "PUBLISH", moved: "PUBLISH", cancelled: "CANCEL", "slot-closed": "CANCEL" },
  });
  expect(Object.values(asked).filter((method) => method !== null)).toHaveLength(4);
});
