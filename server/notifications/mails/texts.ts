import type { Language } from "../../../shared/languages.ts";
import { englishDistrict } from "../../../shared/messages/districts.ts";

/** What only mails say; what each kind says is in shared/messages/notifications.ts. */
interface MailTexts {
  readonly greeting: (name: string) => string;
  readonly store: string;
  readonly place: string;
  readonly district: (written: string) => string;
  readonly slot: string;
  readonly party: string;
  readonly people: (count: number) => string;
  readonly code: string;
  readonly until: string;
  readonly opens: string;
  readonly seePass: string;
  readonly seeReservation: string;
  readonly seeOffer: string;
  readonly seeStore: string;
  readonly calendar: string;
  readonly whyEssential: string;
  readonly whyOptional: string;
  readonly unsubscribe: string;
  readonly settings: string;
  /** Before the title of what the law calls an advertisement. */
  readonly advertisement: string;
  /** At the end of it; `from` is whom it comes from, with an address. */
  readonly sender: (from: string) => string;
}

const ko: MailTexts = {
  greeting: (name) => `${name}님, 안녕하세요.`,
  store: "팝업",
  place: "장소",
  district: (written) => written,
  slot: "시간",
  party: "인원",
  people: (count) => `${count}명`,
  code: "예약 번호",
  until: "받을 수 있는 시간",
  opens: "예약 시작",
  seePass: "입장권 보기",
  seeReservation: "예약 보기",
  seeOffer: "자리 받으러 가기",
  seeStore: "팝업 보기",
  calendar: "캘린더에 넣을 수 있는 파일을 함께 보내요.",
  whyEssential: "예약에 꼭 필요한 메일이라 팝라인을 쓰는 동안 보내 드려요.",
  whyOptional: "원하지 않으면 언제든 그만 받을 수 있어요.",
  unsubscribe: "이 메일 그만 받기",
  settings: "알림 설정",
  advertisement: "(광고) ",
  sender: (from) => `보내는 사람: ${from}`,
};

const en: MailTexts = {
  greeting: (name) => `Hello ${name},`,
  store: "Popup",
  place: "Place",
  district: englishDistrict,
  slot: "Time",
  party: "Party",
  people: (count) => (count === 1 ? "1 person" : `${count} people`),
  code: "Code",
  until: "Held until",
  opens: "Opens",
  seePass: "See my pass",
  seeReservation: "See the reservation",
  seeOffer: "Accept the place",
  seeStore: "See the popup",
  calendar: "A file for your calendar comes with this mail.",
  whyEssential: "You get this because it is about your own reservation at Popline.",
  whyOptional: "If you do not want these mails you can stop them at any time.",
  unsubscribe: "Stop these mails",
  settings: "Notification settings",
  advertisement: "(광고) ",
  sender: (from) => `Sent by ${from}`,
};

export const mailTexts: Readonly<Record<Language, MailTexts>> = { ko, en };
