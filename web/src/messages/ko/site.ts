import { koreanProblems } from "../../../../shared/messages/problems/ko.ts";
export const site = {
  name: "팝라인",
  title: "팝라인 | 팝업스토어 예약",
  description: "공정한 줄, 확실한 예약. 성수·한남·홍대 팝업스토어를 선착순으로 예약하세요.",
  home: "팝라인 홈",
  skip: "본문으로 건너뛰기",
  menu: "주요 메뉴",
  tabs: "하단 메뉴",
  start: "홈",
  explore: "탐색",
  mine: "마이",
  demo: "데모",
  demoWhy: "모두 지어낸 팝업이에요. 아무 이름으로나 로그인하세요.",
  reservations: "내 예약",
  find: "팝업 찾기",
  notifications: (unread: number) => (unread === 0 ? "알림" : `알림, 안 읽은 알림 ${unread}개`),
  share: "공유하기",
  copied: "주소를 복사했어요",
  notCopied: "복사하지 못했어요. 주소창에서 복사해 주세요.",
  otherLanguage: "English",
  loading: "불러오는 중",
  noAnswer: "연결이 안 돼요",
  tryAgain: "다시 시도",
  pageLost: "페이지를 불러오지 못했어요. 새 버전이 나왔을 수 있으니 다시 시도해 주세요.",
  absent: "찾을 수 없어요",
  absentWhy: "주소가 바뀌었거나 사라진 페이지예요.",
  toStores: "팝업 보기",
};

export const problems = {
  ...koreanProblems,
  unreachable: "연결이 안 돼요. 인터넷 연결을 확인하고 다시 눌러 주세요.",
};
