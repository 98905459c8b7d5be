import type { Language } from "../languages.ts";
import type { RoomProblem } from "../problems.ts";

/** The titles of what is refused to whoever speaks in a store's room, apart from the others as the door's are. */
export const roomProblemTitles: Record<Language, Record<RoomProblem, string>> = {
  ko: {
    muted: "지금은 이 채팅방에서 말할 수 없어요.",
    "room-closed": "팝업이 끝나서 읽기만 할 수 있어요.",
    "word-not-allowed": "이 채팅방에서 쓸 수 없는 말이 들어 있어요.",
    "slow-mode": "천천히 대화하는 중이에요. 잠시 뒤에 다시 보내 주세요.",
  },
  en: {
    muted: "You cannot speak in this room at present.",
    "room-closed": "The store is over; its room can only be read.",
    "word-not-allowed": "There is a word in it that this room does not allow.",
    "slow-mode": "The room is in slow mode. Send it again in a moment.",
  },
};
