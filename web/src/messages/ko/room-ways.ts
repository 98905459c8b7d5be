import { people } from "./figures.ts";

/** How other pages lead to a room. */
export const roomWays = {
  chat: "채팅",
  title: "이 팝업의 채팅",
  here: (count: number) => `지금 ${people(count)}`,
  talking: (count: number) => (count === 0 ? "기다리는 동안 이야기해 보세요" : `${people(count)}이 함께 있어요`),
  unread: (count: number) => `안 읽은 대화 ${count > 98 ? "99+" : count}개`,
  pinned: "호스트가 채팅에 고정한 말",
};
