import { figure } from "./figures.ts";

export const stores = {
  title: "지금 서울에서",
  lead: "누르는 순간, 바로 답이 나와요.",
  count: (count: number) => `${figure(count)}곳`,
  more: "더 보기",
  empty: "아직 열린 팝업이 없어요",
  emptyWhy: "새 팝업이 올라오면 여기에 나타나요.",
  allTimes: "모든 시간 보기",
  noSlots: "예약할 수 있는 시간이 없어요.",
  dates: (from: string, to: string) => `${from} - ${to}`,
  categories: {
    character: "캐릭터",
    food: "푸드",
    beauty: "뷰티",
    music: "음악",
    life: "라이프",
    book: "책",
    fashion: "패션",
    tech: "테크",
  },
};
