import type { Language } from "../languages.ts";
import type { ProtocolProblem } from "../problems.ts";

/** The titles of what is refused to programs that do not keep to HTTP; no page of ours asks like that. */
export const protocolProblemTitles: Record<Language, Record<ProtocolProblem, string>> = {
  ko: {
    "method-not-allowed": "이 주소에서 쓸 수 없는 메서드예요.",
    "range-not-satisfiable": "요청한 범위가 파일 안에 없어요.",
  },
  en: {
    "method-not-allowed": "This address does not know that method.",
    "range-not-satisfiable": "The file has nothing in that range.",
  },
};
