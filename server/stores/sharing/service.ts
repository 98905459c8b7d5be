import type { StoreId } from "../../../shared/ids.ts";
import type { Language } from "../../../shared/languages.ts";
import { sharingTexts } from "../../../shared/messages/sharing.ts";
import type { Refused } from "../../../shared/problems.ts";
import type { StoreCard } from "../../../shared/stores.ts";
import type { Cache } from "../../platform/cache/cache.ts";
import type { Darkroom } from "../pictures/ports.ts";
import type { Pictures } from "../pictures/service.ts";
import type { Stores } from "../service.ts";
import { type CardFacts, drawCard, drawLine } from "./card.ts";
import type { Printer } from "./ports.ts";

export type Sharing = ReturnType<typeof createSharing>;

interface World {
  readonly stores: Pick<Stores, "find" | "draw">;
  readonly pictures: Pick<Pictures, "find">;
  readonly darkroom: Pick<Darkroom, "jpeg">;
  readonly printer: Printer;
  /** Weighs pictures: each is about 60 KB. */
  readonly cache: Cache;
}

/** A picture is kept by what it shows, so a change makes another, and this is only how long it is kept. */
const ages = { freshMs: 60_000, staleMs: 600_000 };
/** One is printed at a time, a fifth of a second each; whoever comes when so many wait is told to come back. */
const mostWaiting = 8;
const retryAfterSeconds = 3;
const ourColours = { ground: "#0d0e11", ink: "#ffffff" };

const ofSvg = (svg: string) => ({ type: "image/svg+xml", bytes: Buffer.from(svg) }) as const;
const short = (day: string) => day.slice(5).replace("-", ".");
const daysOf = ({ startsOn, endsOn }: StoreCard) =>
  startsOn === endsOn ? short(startsOn) : `${short(startsOn)} - ${short(endsOn)}`;
const leadOf = (store: StoreCard) => `${store.district} · ${daysOf(store)}`;

/** Open Graph pictures: what a page looks like where its address is shared. */
export function createSharing({ stores, pictures, darkroom, printer, cache }: World) {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function print(facts: CardFacts): Promise<Buffer | Refused> {
    if (waiting >= mostWaiting) return { problem: "busy", retryAfterSeconds };
    waiting += 1;
    const mine = last.catch(() => undefined).then(() => printer.print(drawCard(facts)));
    last = mine;
    return mine.finally(() => {
      waiting -= 1;
    });
  }

  async function pictureOf(id: StoreId): Promise<CardFacts["picture"] | Refused> {
    const drawn = await stores.draw(id, "art", null);
    if ("problem" in drawn) return drawn;
    if ("svg" in drawn) return ofSvg(drawn.svg);
    const found = await pictures.find(drawn.picture, "full");
    return "problem" in found ? found : { type: "image/jpeg", bytes: await darkroom.jpeg(found) };
  }

  /** A refusal is not kept. */
  async function kept(name: string, load: () => Promise<Buffer | Refused>): Promise<Buffer | Refused> {
    let refused: Refused | null = null;
    const found = await cache.read({ ...ages, group: "shared", name }, async () => {
      const answer = await load();
      if (Buffer.isBuffer(answer)) return answer;
      refused = answer;
      return null;
    });
    return found ?? refused ?? { problem: "busy", retryAfterSeconds };
  }

  return {
    /** A store's picture as PNG, 1200 × 630: its poster beside its name, where and when. `not-found` for a draft. */
    async ofStore(id: StoreId, language: Language): Promise<Buffer | Refused> {
      // Asked each time: a store that was taken back is nobody's to see from then on.
      const card = await stores.find(id);
      if ("problem" in card) return card;
      const { ground, ink, picture: hung } = card.poster;
      const { brand } = sharingTexts[language];
      return kept(JSON.stringify([id, language, card.name, leadOf(card), hung]), async () => {
        const picture = await pictureOf(id);
        if ("problem" in picture) return picture;
        return print({ name: card.name, brand, lead: leadOf(card), ground, ink, picture });
      });
    },
    /** The picture of every other page. */
    ofPopline(language: Language): Promise<Buffer | Refused> {
      const { brand, line: name, lead } = sharingTexts[language];
      return kept(`popline ${language}`, () => print({ name, brand, lead, ...ourColours, picture: ofSvg(drawLine()) }));
    },
  };
}
