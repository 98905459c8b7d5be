import { englishProblems } from "./problems/en.ts";
import { koreanProblems } from "./problems/ko.ts";

/** Titles are the API's `title`; pages may say more. A page loads the one language it shows. */
export const problemTitles = { ko: koreanProblems, en: englishProblems } as const;
