import { figure } from "./figures.ts";

export const reservations = {
  title: "내 예약",
  upcoming: "다가오는 예약",
  past: "지난 예약",
  empty: "아직 예약이 없어요",
  emptyWhy: "예약하면 여기에 모여요.",
  noneUpcoming: "다가오는 예약이 없어요.",
  open: "입장권 보기",
  lost: "목록을 새로 불러오지 못했어요",
  lostWhy: "연결되면 저절로 다시 불러와요. 이 기기에 담아 둔 입장권은 지금도 열려요.",
  cancel: "예약 취소",
  cancelTitle: "예약을 취소할까요?",
  cancelWhy: (party: number) => `${figure(party)}자리가 다음 사람에게 돌아가요. 5초 안에만 되돌릴 수 있어요.`,
  cancelNo: "그대로 두기",
  cancelSoon: "5초 뒤에 취소돼요.",
  undo: "되돌리기",
  remove: "기록에서 지우기",
  states: {
    confirmed: "예약 확정",
    cancelled: "취소됨",
    checked_in: "입장함",
    completed: "다녀옴",
    no_show: "오지 않음",
  },
};
