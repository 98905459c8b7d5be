import type { Language } from "../../../../shared/languages.ts";
import { hostProblemTitles } from "../../../../shared/messages/host-problems.ts";
import type { HostProblem } from "../../../../shared/problems.ts";
import type { Problem } from "../../api.ts";
import { host as en, hostSlots as enSlots } from "../../messages/en/host.ts";
import { host as ko, hostSlots as koSlots } from "../../messages/ko/host.ts";
import { useLanguage, useMessages } from "../../messages/use-messages.ts";

const editorTexts: Record<Language, typeof ko> = { ko, en };
const slotTexts: Record<Language, typeof koSlots> = { ko: koSlots, en: enSlots };

/** The texts of hosts' pages. They come with them, so that the home page does not carry them. */
export function useHostTexts() {
  return editorTexts[useLanguage()];
}

export function useHostSlotTexts() {
  return slotTexts[useLanguage()];
}

/** Everything a host can be refused. */
export type HostRefusal = HostProblem | Problem["problem"];
export const refusalOf = ({ problem }: Problem): HostRefusal => problem;

/** What a refusal is called: the editor's own names beside those that every page knows. */
export function useHostRefusals(): Record<HostRefusal, string> {
  return { ...useMessages().problems, ...hostProblemTitles[useLanguage()] };
}
