import type { Language } from "../languages.ts";
import type { DoorProblem } from "../problems.ts";

/** The titles of what is refused at a store's door, apart from the others so that only that page carries them. */
export const doorProblemTitles: Record<Language, Record<DoorProblem, string>> = {
  ko: {
    "unknown-pass": "이 팝업의 입장권이 아니에요.",
    "wrong-store": "다른 팝업의 입장권이에요.",
    "wrong-day": "오늘 입장권이 아니에요.",
    "wrong-time": "지금 입장할 수 있는 시간이 아니에요.",
    "already-checked-in": "이미 입장한 입장권이에요.",
    "no-free-seat": "지금 비어 있는 자리가 없어요.",
  },
  en: {
    "unknown-pass": "This is no pass of this store.",
    "wrong-store": "This is a pass of another store.",
    "wrong-day": "This pass is not for today.",
    "wrong-time": "This pass is not for this hour.",
    "already-checked-in": "This pass has been checked in.",
    "no-free-seat": "No seat is free now.",
  },
};
