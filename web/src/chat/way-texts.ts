import type { Language } from "../../../shared/languages.ts";
import { roomWays as en } from "../messages/en/room-ways.ts";
import { roomWays as ko } from "../messages/ko/room-ways.ts";
import { useLanguage } from "../messages/use-messages.ts";

const wayTexts: Record<Language, typeof ko> = { ko, en };

/** The texts of what leads to a room, apart from the room's own. */
export function useWayTexts() {
  return wayTexts[useLanguage()];
}
