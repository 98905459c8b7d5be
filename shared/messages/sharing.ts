import type { Language } from "../languages.ts";

interface SharingTexts {
  readonly brand: string;
  /** On the picture of pages that have none of their own: what we are, and above it what one does here. */
  readonly line: string;
  readonly lead: string;
}

/** What stands where the address of a page is shared. */
export const sharingTexts: Record<Language, SharingTexts> = {
  ko: { brand: "팝라인", line: "만 명이 눌러도 공정한 한 줄", lead: "팝업스토어 예약" },
  en: { brand: "Popline", line: "Ten thousand people, one fair line", lead: "Popup store reservations" },
};
