import type { Language } from "../../../shared/languages.ts";
import { operatorProblemTitles } from "../../../shared/messages/operator-problems.ts";
import type { Problem } from "../api.ts";
import { learning as en } from "../messages/en/learning.ts";
import { learning as ko } from "../messages/ko/learning.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";

const learningTexts: Record<Language, typeof ko> = { ko, en };

/** This room's texts. They come with its page, so that the home page does not carry them. */
export const useLearningTexts = () => learningTexts[useLanguage()];

/** What is refused to operators, too. */
export function useRefusal(problem: Problem | null): string | null {
  const { problems } = useMessages();
  const titles: Record<string, string> = { ...problems, ...operatorProblemTitles[useLanguage()] };
  return problem === null ? null : [titles[problem.problem], ...(problem.fields ?? [])].join(" ");
}
