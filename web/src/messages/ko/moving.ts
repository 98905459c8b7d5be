export const moving = {
  move: "다른 시간으로 바꾸기",
  times: "바로 바꿀 수 있는 시간",
  none: "지금 바로 바꿀 수 있는 시간이 없어요.",
  title: "이 시간으로 바꿀까요?",
  consequence: (from: string, to: string) =>
    `${from} 자리를 내려놓고 ${to}에 예약해요. 새 자리가 잡힐 때만 바뀌고, 지금 자리는 다음 사람에게 이어져요.`,
  yes: "바꾸기",
  no: "그대로 두기",
  moved: "시간을 바꾼 예약",
  toNew: "바뀐 예약 보기",
};
