import type { Language } from "../../../shared/languages.ts";
import { notificationTexts } from "../../../shared/messages/notifications.ts";
import { essentialKinds } from "../../../shared/notification-codes.ts";
import type { Facts } from "../ports.ts";
import { mailTexts } from "./texts.ts";

/** What a mail says, before it has a form. */
export interface Letter {
  readonly language: Language;
  readonly subject: string;
  readonly title: string;
  readonly greeting: string;
  readonly lead: string;
  /** The host's own words. */
  readonly quote: string | null;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly action: { readonly label: string; readonly path: string };
  readonly after: string | null;
  readonly why: string;
  readonly isEssential: boolean;
  /** The law asks it to say so, and who sends it. */
  readonly isAdvertisement: boolean;
}

const locales: Record<Language, string> = { ko: "ko-KR", en: "en-GB" };
const homeZone = "Asia/Seoul";
/** Making one costs more than using it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>();
const mostFormats = 200;

/** In the store's zone, whose name is said where it is not everybody's. */
function momentText(moment: string | null, timeZone: string, language: Language): string {
  if (moment === null) return "";
  const shape: Intl.DateTimeFormatOptions = {
    ...{ year: "numeric", month: language === "ko" ? "long" : "short", day: "numeric", weekday: "short" },
    ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone },
    ...(timeZone === homeZone ? {} : { timeZoneName: "short" }),
  };
  const key = `${language} ${timeZone}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locales[language], shape);
  if (formats.size < mostFormats) formats.set(key, format);
  return format
    .formatToParts(new Date(moment))
    .map(({ type, value }) => (type === "weekday" && language === "ko" ? `(${value})` : value))
    .join("");
}

const withPass: readonly string[] = ["confirmed", "moved", "reminder"];

function actionOf({ kind, slotId, ticket, storeId, reservationId }: Facts, language: Language): Letter["action"] {
  const texts = mailTexts[language];
  const store = { label: texts.seeStore, path: `/stores/${storeId}` };
  if (kind === "offer") return { label: texts.seeOffer, path: `/entries/${slotId}-${ticket}` };
  if (reservationId === null) return store;
  const path = `/reservations/${reservationId}`;
  return { label: withPass.includes(kind) ? texts.seePass : texts.seeReservation, path };
}

function factsOf(facts: Facts, words: { slot: string; until: string; opens: string }, code: string | null) {
  const { kind, storeName, district, storeAddress, partySize, language } = facts;
  const texts = mailTexts[language];
  const rows: [string, string][] = [
    [texts.store, storeName],
    [texts.place, storeAddress || texts.district(district)],
    [texts.slot, words.slot],
  ];
  if (partySize !== null) rows.push([texts.party, texts.people(partySize)]);
  if (kind === "offer") rows.push([texts.until, words.until]);
  if (kind === "opening-soon") rows.push([texts.opens, words.opens]);
  if (code !== null && withPass.includes(kind)) rows.push([texts.code, code]);
  return rows.filter(([, value]) => value !== "");
}

/** What a message says now, in the language of whoever gets it. `code` is that of the pass. */
export function letterOf(facts: Facts, code: string | null): Letter {
  const { kind, language, timeZone } = facts;
  const texts = mailTexts[language];
  const said = notificationTexts[language][kind];
  const words = {
    store: facts.storeName,
    slot: momentText(facts.startsAt, timeZone, language),
    until: momentText(facts.offerExpiresAt, timeZone, language),
    opens: momentText(facts.opensAt, timeZone, language),
  };
  const title = said.title(words);
  const isEssential = (essentialKinds as readonly string[]).includes(kind);
  const isAdvertisement = kind === "opening-soon";
  return {
    ...{ language, title, isEssential, isAdvertisement },
    subject: isAdvertisement ? `${texts.advertisement}${title}` : title,
    greeting: texts.greeting(facts.name),
    lead: said.lead(words),
    quote: facts.text,
    facts: factsOf(facts, words, code),
    action: actionOf(facts, language),
    after: withPass.includes(kind) && kind !== "reminder" ? texts.calendar : null,
    why: isEssential ? texts.whyEssential : texts.whyOptional,
  };
}
