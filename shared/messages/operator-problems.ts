import type { Language } from "../languages.ts";
import type { OperatorProblem } from "../problems.ts";

/** The titles of what is refused to operators, apart so that only their pages carry them. */
export const operatorProblemTitles: Record<Language, Record<OperatorProblem, string>> = {
  ko: {
    "fit-running": "지금 다른 학습이 진행 중이에요.",
    "no-purchases": "배울 데이터가 없어요. 먼저 구매 데이터를 올려 주세요.",
    "not-purchases": "구매 데이터로 읽을 수 없는 파일이에요.",
  },
  en: {
    "fit-running": "A model is being learned already.",
    "no-purchases": "There is nothing to learn from. Please import purchases first.",
    "not-purchases": "That file cannot be read as purchases.",
  },
};
