import { figure } from "./figures.ts";

export const slots = {
  seats: (count: number) => `자리 ${figure(count)}`,
  waiting: (count: number) => `대기 ${figure(count)}`,
  soldOut: "매진",
  closed: "마감",
  paused: "잠시 멈춤",
  opensIn: (time: string) => `${time} 뒤 오픈`,
  opensAt: (moment: string) => `${moment} 오픈`,
  left: "남은 자리",
  inLine: "대기",
  capacity: "전체 자리",
  hereTime: (moment: string) => `내 시간대로 ${moment}`,
  otherTimes: "다른 시간",
  seeOtherTimes: "다른 시간대 보기",
  otherStores: "다른 팝업 보기",
};

export const countdown = {
  opensIn: "예약이 열리기까지",
  days: "일",
  hours: "시간",
  minutes: "분",
  seconds: "초",
  spoken: (hours: number, minutes: number, seconds: number) =>
    hours + minutes === 0 ? `${seconds}초 남음` : `${hours > 0 ? `${hours}시간 ` : ""}${minutes}분 남음`,
  clock: "시계는 서버 시각에 맞춰져 있어요. 새로고침하지 않아도 열려요.",
};
