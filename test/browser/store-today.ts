import jsQr from "jsqr";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { Product } from "./product.ts";

/** Around the world, so that it is day in one of them whenever the tests run. */
const zones = [
  "Asia/Seoul",
  "Asia/Kolkata",
  "Europe/Paris",
  "America/Sao_Paulo",
  "America/Los_Angeles",
  "Pacific/Auckland",
];
const beginsInMs = 20 * 60_000;

const partsIn = (timeZone: string, moment: number) => {
  const [date = "", time = ""] = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" })
    .format(moment)
    .split(" ");
  return { date, time };
};

/** A zone in which today neither began nor ends within hours. */
function zoneByDay(): string {
  const found = zones.find((zone) => {
    const hour = Number(partsIn(zone, Date.now()).time.slice(0, 2));
    return hour >= 6 && hour <= 18;
  });
  if (found === undefined) throw new Error("It is night everywhere.");
  return found;
}

let storesMade = 0;

/** A store with one slot that begins in twenty minutes, and somebody who works there. */
export async function openStoreToday(product: Product, capacity: number) {
  const { host, send, client } = product;
  const timeZone = zoneByDay();
  const { date, time } = partsIn(timeZone, Date.now() + beginsInMs);
  storesMade += 1;
  const name = `오늘의 문 ${storesMade}`;
  const opensAt = new Date(Date.now() - 60_000).toISOString();
  const days = { startsOn: date, endsOn: date, opensAt, timeZone };
  const wish = { name, category: "food", district: "성수", largestParty: 4, ...days };
  const store = await send("POST", "/api/stores", host.cookie, wish);
  const storeId = String(store.id);
  const slots = { dates: [date], times: [time], capacity };
  const { slotIds } = await send("POST", `/api/stores/${storeId}/slots`, host.cookie, slots);
  const staffName = `문지기 ${storesMade}`;
  const staff = await client.signIn(staffName);
  const { code } = await send("POST", `/api/stores/${storeId}/staff/invitations`, host.cookie);
  await send("POST", `/api/stores/${storeId}/staff`, staff.cookie, { code });
  const slotId = String((slotIds as string[])[0]);

  return {
    ...{ storeId, slotId, name, staffName, staff, timeZone },
    /** A visitor of this name with a reservation, and what their pass says. */
    async book(visitor: string, partySize = 1) {
      const { cookie } = await client.signIn(visitor);
      const { reservationId } = await send("POST", `/api/slots/${slotId}/entries`, cookie, { partySize });
      const { code: passCode } = await send("GET", `/api/reservations/${reservationId}`, cookie);
      return {
        ...{ visitor, cookie, id: String(reservationId), code: String(passCode) },
        text: `popline:v1:${reservationId}:${passCode}`,
      };
    },
  };
}
export type StoreToday = Awaited<ReturnType<typeof openStoreToday>>;

/** What somebody sees who looks at the pass on this page: its QR code, in a picture of the screen. */
export async function pictureOfPass(page: Page): Promise<PNG> {
  const picture = page.getByRole("img", { name: /입장 확인 QR 코드/ });
  await waitUntil(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth > 0), {
    what: "it is drawn",
  });
  return PNG.sync.read(await page.locator(".pass-stub").screenshot());
}

export const readPicture = ({ data, width, height }: PNG): string | undefined =>
  jsQr(new Uint8ClampedArray(data), width, height)?.data;

/** The picture as a film that a camera of Chromium's plays: grey, in the middle of a white frame. */
export function filmOf({ data, width, height }: PNG): Buffer {
  const [wide, high] = [640, 480];
  const luma = Buffer.alloc(wide * high, 235);
  const [left, top] = [Math.floor((wide - width) / 2), Math.floor((high - height) / 2)];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [red = 0, green = 0, blue = 0] = data.subarray((y * width + x) * 4);
      luma[(top + y) * wide + left + x] = 16 + Math.round((0.299 * red + 0.587 * green + 0.114 * blue) * (219 / 255));
    }
  }
  const grey = Buffer.alloc((wide * high) / 2, 128);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, grey]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${wide} H${high} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]);
}
