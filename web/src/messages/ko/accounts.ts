export const accounts = {
  signIn: "로그인",
  signOut: "로그아웃",
  menu: "내 메뉴",
  title: "이름만 알려 주세요",
  why: "데모라서 비밀번호가 없어요. 같은 이름이면 같은 사람이고, 자리도 그대로예요.",
  expired: "로그인이 끝났어요. 다시 로그인하면 같은 자리로 돌아와요.",
  name: "이름",
  signedIn: (name: string) => `${name} 님, 반가워요`,
  account: (name: string) => `내 계정, ${name} 님`,
  keep: "로그아웃해도 예약과 순번은 그대로 남아요.",
};
