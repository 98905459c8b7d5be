/** What the page about personal data, and the part of one's own page about it, say; they bring it along. */
export const privacy = {
  documentTitle: "약관과 개인정보 | 팝라인",
  title: "약관과 개인정보",
  version: (version: string) => `${version} 판`,
  lead: "예약에 필요한 것만 받고, 다 쓰면 지워요. 로그인하면 아래 세 가지에 동의한 것으로 기록해요.",
  sections: [
    {
      title: "만 14세 이상",
      text: "팝라인은 만 14세부터 쓸 수 있어요. 더 어리다면 보호자가 대신 예약해 주세요.",
    },
    {
      title: "이용약관",
      text:
        "줄은 누른 순서대로이고, 한 사람이 한 시간에 한 자리만 받아요. 확정된 자리는 내가 취소할 때까지 내 자리예요. 못 가게 되면 취소해서 다음 사람에게 넘겨 " +
        "주세요. 자리를 사고팔거나 프로그램으로 줄을 서면 막힐 수 있어요.",
    },
    {
      title: "꼭 필요한 개인정보",
      text: "카카오가 알려 주는 회원 번호와 닉네임, 확인된 이메일을 받아요. 누가 예약했는지 알고 알림을 보내는 데만 쓰고, 탈퇴하면 바로 지워요.",
    },
    {
      title: "선택해서 알려 주는 것",
      text: "휴대폰 번호, 성별, 태어난 해, 사는 곳은 적지 않아도 돼요. 번호는 방문 당일 급한 변경을 알릴 때, 나머지는 취향에 맞는 팝업을 고를 때만 써요. 언제든 되돌릴 수 있어요.",
    },
    {
      title: "얼마나 오래 두나요",
      text: "줄은 그 시간이 끝나면, 보낸 알림은 90일 뒤에, 누구의 예약이었는지는 5년 뒤에 지워요. 기기 목록은 로그아웃하고 한 시간 뒤에 지워요.",
    },
    {
      title: "내가 할 수 있는 것",
      text: "내 페이지에서 저장된 것을 모두 받아 보고, 선택 동의를 되돌리고, 탈퇴할 수 있어요. 탈퇴하면 대기와 예약은 다음 사람에게 넘어가요.",
    },
  ],
  mine: "내 데이터",
  mineWhy: "저장된 것을 모두 받아 보거나 지울 수 있어요.",
  read: "약관과 개인정보",
  copy: "내 데이터 받기",
  agreed: "동의한 것",
  kinds: {
    "age-14": "만 14세 이상",
    terms: "이용약관",
    privacy: "필요한 개인정보",
    profile: "선택 정보로 추천",
    contact: "휴대폰으로 급한 연락",
    "opening-soon": "팔로우한 팝업의 예약 시작 메일 (광고)",
    "opening-soon-push": "팔로우한 팝업의 예약 시작 푸시 (광고)",
  },
  given: (moment: string, version: string) => `${moment} 동의 · ${version} 판`,
  takenBackAt: (moment: string) => `${moment} 되돌림`,
  takeBack: "되돌리기",
  takeBackOf: (kind: string) => `${kind} 동의 되돌리기`,
  takeBackTitle: (kind: string) => `${kind} 동의를 되돌릴까요?`,
  takeBackWhy: {
    profile: "적어 둔 성별, 태어난 해, 사는 곳을 지우고, 추천에 더 쓰지 않아요.",
    contact: "적어 둔 휴대폰 번호를 지워요. 방문 당일 급한 변경을 전화로 알릴 수 없어요.",
    "opening-soon": "팔로우한 팝업의 예약이 열려도 메일을 보내지 않아요.",
    "opening-soon-push": "팔로우한 팝업의 예약이 열려도 푸시를 보내지 않아요.",
  },
  takeBackNo: "그대로 두기",
  erase: "탈퇴하기",
  eraseTitle: "정말 탈퇴할까요?",
  eraseWhy:
    "대기와 예약은 다음 사람에게 넘어가고, 저장된 것은 모두 지워요. 되돌릴 수 없어요. " +
    "내가 연 팝업이 있으면 그 마지막 날의 다음 날부터 탈퇴할 수 있어요.",
  eraseNo: "계속 쓰기",
};
