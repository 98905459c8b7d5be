/** What somebody is called who tells Kakao not to say. */
export const namelessName = "팝라인 손님";
