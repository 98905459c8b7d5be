import type { Language } from "../languages.ts";
import type { ReservationState } from "../reservations.ts";

interface AttendeeTexts {
  /** The heads of the columns, in their order. */
  readonly columns: readonly string[];
  readonly walkIn: string;
  readonly states: Record<ReservationState, string>;
}

/** The words of the attendees' file. */
export const attendeeTexts: Record<Language, AttendeeTexts> = {
  ko: {
    columns: ["날짜", "시간", "순번", "이름", "인원", "상태", "입장 시각"],
    walkIn: "현장 등록",
    states: {
      confirmed: "예약 확정",
      cancelled: "취소됨",
      checked_in: "입장함",
      completed: "다녀옴",
      no_show: "오지 않음",
    },
  },
  en: {
    columns: ["Date", "Time", "Ticket", "Name", "Party", "State", "Checked in"],
    walkIn: "Walk-in",
    states: {
      confirmed: "Booked",
      cancelled: "Cancelled",
      checked_in: "Checked in",
      completed: "Visited",
      no_show: "No-show",
    },
  },
};
