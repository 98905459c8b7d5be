export const cancelling = {
  underWay: "예약을 취소하는 중이에요.",
  waits: "예약을 취소하는 중이에요. 연결이 돌아오면 바로 보내요. 그때까지 이 화면을 열어 두세요.",
};
