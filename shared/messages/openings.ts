import type { Language } from "../languages.ts";
import type { EntryState } from "../line.ts";

interface OpeningTexts {
  /** The heads of the file's columns, in their order; after them come outcomes and refusals. */
  readonly columns: readonly string[];
  readonly all: string;
  readonly outcomes: Record<EntryState, string>;
  /** Refusals that openings know; others are told by their name. */
  readonly refusals: Readonly<Record<string, string>>;
}

/** The words of an opening's report. */
export const openingTexts: Record<Language, OpeningTexts> = {
  ko: {
    columns: [
      "날짜",
      "시간",
      "온 사람",
      "좌석",
      "찬 자리",
      "순서 오류",
      "놀린 자리",
      "안내 없음",
      "다시 누름",
      "추월",
      "가장 큰 추월(ms)",
      "p50(ms)",
      "p95(ms)",
      "p99(ms)",
    ],
    all: "전체",
    outcomes: {
      waiting: "기다림",
      waitlisted: "대기",
      offered: "자리 제안",
      confirmed: "예약 확정",
      left: "나감",
      declined: "제안 거절",
      expired: "제안 만료",
      cancelled: "취소",
      missed: "놓침",
    },
    refusals: {
      "not-open": "아직 열리지 않음",
      closed: "마감",
      "line-full": "대기 줄이 참",
      "list-closed": "대기 줄 닫힘",
      "party-too-large": "인원 초과",
      "too-many-places": "한 사람 한도 초과",
      "too-many-requests": "너무 자주 누름",
      busy: "서버가 바쁨",
      unavailable: "서버가 쉬는 중",
      "bad-request": "잘못된 요청",
      "sign-in-needed": "로그인 필요",
    },
  },
  en: {
    columns: [
      "Date",
      "Time",
      "Arrivals",
      "Seats",
      "Held",
      "Order errors",
      "Idle seats",
      "Not told",
      "Repeats",
      "Overtaken",
      "Overtaken by at most (ms)",
      "p50 (ms)",
      "p95 (ms)",
      "p99 (ms)",
    ],
    all: "All",
    outcomes: {
      waiting: "Waiting",
      waitlisted: "On the waiting list",
      offered: "Offered a seat",
      confirmed: "Booked",
      left: "Left",
      declined: "Declined an offer",
      expired: "Offer expired",
      cancelled: "Cancelled",
      missed: "Missed",
    },
    refusals: {
      "not-open": "Not open yet",
      closed: "Closed",
      "line-full": "Line full",
      "list-closed": "List closed",
      "party-too-large": "Party too large",
      "too-many-places": "Over the limit per person",
      "too-many-requests": "Pressed too often",
      busy: "Server busy",
      unavailable: "Server unavailable",
      "bad-request": "Bad request",
      "sign-in-needed": "Not signed in",
    },
  },
};
