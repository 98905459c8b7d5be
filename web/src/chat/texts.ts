import type { Language } from "../../../shared/languages.ts";
import { roomProblemTitles } from "../../../shared/messages/room-problems.ts";
import type { RoomProblem } from "../../../shared/problems.ts";
import type { Problem } from "../api.ts";
import { chat as en } from "../messages/en/chat.ts";
import { chat as ko } from "../messages/ko/chat.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";

const chatTexts: Record<Language, typeof ko> = { ko, en };

/** The texts of rooms. They come with their pages, so that the home page does not carry them. */
export function useChatTexts() {
  return chatTexts[useLanguage()];
}

/** Everything somebody who speaks can be refused. */
export type RoomRefusal = RoomProblem | Problem["problem"];
export const refusalOf = ({ problem }: Problem): RoomRefusal => problem;

/** What a refusal is called: the room's own names beside those that every page knows. */
export function useRoomRefusals(): Record<RoomRefusal, string> {
  return { ...useMessages().problems, ...roomProblemTitles[useLanguage()] };
}
