import type { Language } from "../../../../shared/languages.ts";
import { doorProblemTitles } from "../../../../shared/messages/door-problems.ts";
import type { DoorProblem } from "../../../../shared/problems.ts";
import type { Problem } from "../../api.ts";
import { door as en } from "../../messages/en/door.ts";
import { door as ko } from "../../messages/ko/door.ts";
import { useLanguage, useMessages } from "../../messages/use-messages.ts";

const doorTexts: Record<Language, typeof ko> = { ko, en };

/** The texts of the door. They come with its page, so that the home page does not carry them. */
export function useDoorTexts() {
  return doorTexts[useLanguage()];
}

/** Everything a door can be refused. */
export type DoorRefusal = DoorProblem | Problem["problem"];

/** What a refusal is called: the door's own names beside those that every page knows. */
export function useRefusals(): Record<DoorRefusal, string> {
  return { ...useMessages().problems, ...doorProblemTitles[useLanguage()] };
}
