import { figure } from "./figures.ts";

export const reserve = {
  signInAhead: "미리 로그인해 두기",
  party: "인원",
  fewer: "한 명 줄이기",
  more: "한 명 늘리기",
  reserve: "예약하기",
  wait: (waiting: string | null) => (waiting === null ? "대기 줄 서기" : `대기 줄 서기 · 지금 ${waiting}`),
  soon: "곧 열려요",
  sending: "보내는 중",
  opening: "열리는 중",
  openingWhy: "이미 눌렀어요. 열리는 순간 저절로 예약돼요.",
  retrying: "다시 보내는 중",
  retryingWhy: "연결이 잠시 끊겼어요. 같은 요청을 다시 보내는 거라 두 번 예약되지 않아요.",
  oneAnswer: "누르는 순서대로 자리가 정해지고, 결과는 바로 나와요.",
  open: "지금 예약할 수 있어요",
  openWhy: "자리가 남아 있는 동안 누르면 바로 자리를 받아요.",
  soldOut: "예약이 마감되었습니다.",
  soldOutWhy: "대기 줄에 서면 취소된 자리를 순서대로 드려요.",
  filledWhy: (seats: number, moment: string) =>
    `${figure(seats)}자리가 ${moment}에 모두 찼어요. 대기 줄에 서면 취소된 자리를 순서대로 드려요.`,
  tooFew: "이 인원이 함께 앉을 자리는 지금 없어요. 대기 줄에 설 수 있어요.",
  paused: "잠시 멈췄어요",
  pausedWhy: "지금 누르면 순번을 받고, 다시 시작하면 순서대로 자리를 드려요.",
  closed: "예약 시간이 끝났어요.",
  closedWhy: (moment: string) => `${moment}에 예약을 닫았어요.`,
  again: "다시 예약하기",
};
