import type { Language } from "../languages.ts";
import type { OperatorProblem } from "../problems.ts";

/** The titles of what is refused to operators, apart so that only their pages carry them. */
export const operatorProblemTitles: Record<Language, Record<OperatorProblem, string>> = {
  ko: {
    "fit-running": "지금 다른 학습이 진행 중이에요.",
    "import-overtaken": "올리는 동안 다른 파일이 반영됐어요. 이 파일로 바꾸려면 다시 올려 주세요.",
    "no-purchases": "배울 데이터가 없어요. 먼저 구매 데이터를 올려 주세요.",
    "not-purchases": "구매 데이터로 읽을 수 없는 파일이에요.",
  },
  en: {
    "fit-running": "A model is being learned already.",
    "import-overtaken": "Another file took its place while it was taken in. If it is to count, please upload it again.",
    "no-purchases": "There is nothing to learn from. Please import purchases first.",
    "not-purchases": "That file cannot be read as purchases.",
  },
};
