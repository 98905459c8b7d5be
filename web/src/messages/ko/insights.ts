import type { Chart } from "../../../../shared/insights.ts";
import { figure } from "./figures.ts";
import { goods } from "./goods.ts";
import { profile } from "./profile.ts";

const ages: Record<string, string> = { 1: "19세까지", 2: "20대", 3: "30대", 4: "40대", 5: "50대부터" };
const sexes: Record<string, string> = profile.sexes;
const regions: Record<string, string> = profile.regions;
const steps: Record<string, string> = { opened: "열어 봄", joined: "줄 섬", seated: "자리 받음", came: "다녀감" };
const goodsNames: Record<string, string> = goods;
const part = (days: string | undefined, half: string | undefined) =>
  `${days === "weekend" ? "주말" : "평일"} ${half === "morning" ? "오전" : "오후"}`;
const month = (key: string) => `${key.slice(0, 4)}년 ${Number(key.slice(4))}월`;

function labelOf(chart: Chart["name"], key: string): string {
  const [first = "", second = "", third = ""] = key.split("-");
  if (chart === "sex") return sexes[key] ?? key;
  if (chart === "age") return ages[key] ?? key;
  if (chart === "weekend") return key === "true" ? "주말" : "평일";
  if (chart === "afternoon") return key === "true" ? "오후" : "오전";
  if (chart === "category") return goodsNames[key] ?? key;
  if (chart === "month") return month(key);
  if (chart === "cell") return `${regions[first]} ${sexes[second]} ${ages[third]}`;
  if (chart === "segment") return `${sexes[first]} ${ages[second]}`;
  return chart === "funnel" ? (steps[key] ?? key) : part(first, second);
}

/** Purchases and visitors in figures; their pages bring these along. */
export const insights = {
  title: "방문 통계",
  ofStore: (name: string) => `${name} 방문 통계`,
  ofPurchases: "구매 통계",
  signInWhy: "호스트로 로그인하면 볼 수 있어요.",
  storeLead:
    "성별과 나이대는 둘 다 알려 주고 동의한 사람만 세요. 다섯 명, 집단은 열 명보다 적으면 숨기고, 그 수를 알 수 있게 하는 막대도 함께 숨겨요.",
  purchasesLead: (rows: number, times: number) =>
    `올린 데이터 ${figure(rows)}행, 구매 ${figure(times)}건에서 센 수치예요.`,
  noPurchases: "아직 올린 구매 데이터가 없어요.",
  charts: {
    ...{ sex: "성별", age: "나이대", weekend: "평일과 주말", afternoon: "오전과 오후", category: "종류", month: "월" },
    ...{ cell: "많이 산 집단", segment: "성별과 나이대", time: "요일과 시간", funnel: "줄에서 방문까지" },
  } satisfies Record<Chart["name"], string>,
  labelOf,
  most: (label: string, count: string, share: string) => `가장 많은 것은 ${label} (${count}, ${share})이에요.`,
  mostShown: (label: string, count: string) => `보이는 것 가운데는 ${label} (${count})가 가장 많아요.`,
  bars: (count: number) => `막대 ${count}개`,
  each: (count: string) => `각각 ${count}`,
  stepsOf: (minutes: number) =>
    `열어 본 것은 동의한 사람만 하루에 한 번, 지난 90일치를 세고, 예약이 열리기 전후 ${minutes}분은 빼요. 나머지는 모두를 처음부터 세요.`,
  tooFew: "아직 너무 적어서 보여 드리지 않아요.",
  steps: (came: string, joined: string, share: string) => `줄 선 ${joined}건 가운데 ${came}건이 다녀갔어요 (${share}).`,
  nothing: "아직 셀 것이 없어요.",
  hidden: "숨김",
  table: "표로 보기",
  bar: "구분",
  count: "수",
  file: "CSV로 받기",
  fileFailed: "파일을 받지 못했어요. 다시 눌러 주세요.",
};
