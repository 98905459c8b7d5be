/** What people who hold a place are told when a host has changed something: Korean, then English, as one notice. */
export const editWords = {
  address: (address: string) => `장소가 바뀌었어요: ${address}\nThe place has changed: ${address}`,
  district: (district: string) => `동네가 바뀌었어요: ${district}\nThe district has changed: ${district}`,
  rules:
    "방문 안내가 바뀌었어요. 팝업 페이지에서 확인해 주세요.\nWhat visitors must know has changed: please see the page.",
  order:
    "자리를 드리는 순서가 바뀌었어요. 팝업 페이지에서 확인해 주세요.\nThe order in which seats are given has changed: please see the page.",
  dates: (from: string, to: string) => {
    const days = from === to ? from : `${from} – ${to}`;
    return `운영 기간이 바뀌었어요: ${days}\nThe days have changed: ${days}`;
  },
  datesChanged: "운영 기간이 바뀌었어요.\nThe days have changed.",
  opening: "예약을 받는 시간이 바뀌었어요.\nWhen reservations open or close has changed.",
} as const;
