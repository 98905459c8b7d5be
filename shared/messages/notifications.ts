import type { Language } from "../languages.ts";
import type { NotificationKind } from "../notification-codes.ts";

/** What the texts speak of, already written for people. */
export interface NotificationWords {
  readonly store: string;
  /** "11월 28일 (토) 14:00": when the slot starts; empty where there is none. */
  readonly slot: string;
  /** Until when an offer is held; empty where there is none. */
  readonly until: string;
  /** When reservations open. */
  readonly opens: string;
}

interface Said {
  readonly title: (words: NotificationWords) => string;
  readonly lead: (words: NotificationWords) => string;
}

const ko: Readonly<Record<NotificationKind, Said>> = {
  confirmed: {
    title: ({ store }) => `예약이 확정됐어요: ${store}`,
    lead: ({ slot }) => `${slot}에 만나요. 입장할 때 입장권을 보여 주세요.`,
  },
  moved: {
    title: ({ store }) => `예약 시간을 바꿨어요: ${store}`,
    lead: ({ slot }) => `이제 ${slot}이에요. 전에 받은 입장권 대신 새 입장권을 보여 주세요.`,
  },
  cancelled: {
    title: ({ store }) => `예약을 취소했어요: ${store}`,
    lead: ({ slot }) => `${slot} 예약을 취소했어요. 마음이 바뀌면 언제든 다시 예약해 주세요.`,
  },
  offer: {
    title: ({ store }) => `자리가 돌아왔어요: ${store}`,
    lead: ({ slot, until }) => `${slot} 자리를 ${until}까지 잡아 두었어요. 그 전에 받으면 내 자리예요.`,
  },
  "offer-expired": {
    title: ({ store }) => `잡아 둔 시간이 지났어요: ${store}`,
    lead: ({ slot }) => `${slot} 자리를 시간 안에 받지 않았어요. 다시 서면 맨 뒤에서 시작해요.`,
  },
  missed: {
    title: ({ store }) => `이번에는 자리가 나지 않았어요: ${store}`,
    lead: ({ slot }) => `${slot}이 시작될 때까지 차례가 오지 않았어요. 기다려 주셔서 고마워요.`,
  },
  "slot-closed": {
    title: ({ store }) => `열리지 않게 된 시간이 있어요: ${store}`,
    lead: ({ slot }) => `호스트가 ${slot}을 닫았어요. 이 시간의 자리와 대기는 끝났어요. 다른 시간을 골라 주세요.`,
  },
  reminder: {
    title: ({ store }) => `곧 만나요: ${store}`,
    lead: ({ slot }) => `${slot}에 만나요. 못 오게 되면 지금 취소해 주세요. 다른 사람이 올 수 있어요.`,
  },
  "host-notice": {
    title: ({ store }) => `${store}에서 알려요`,
    lead: ({ store }) => `예약하신 ${store}의 호스트 공지예요.`,
  },
  "opening-soon": {
    title: ({ store }) => `곧 예약이 열려요: ${store}`,
    lead: ({ opens }) => `${opens}에 예약이 열려요. 누른 순서대로 자리가 정해져요.`,
  },
};

const en: Readonly<Record<NotificationKind, Said>> = {
  confirmed: {
    title: ({ store }) => `Your reservation is confirmed: ${store}`,
    lead: ({ slot }) => `See you on ${slot}. Show your pass at the door.`,
  },
  moved: {
    title: ({ store }) => `Your reservation has a new time: ${store}`,
    lead: ({ slot }) => `It is on ${slot} now. Show the new pass at the door; the earlier one no longer counts.`,
  },
  cancelled: {
    title: ({ store }) => `Your reservation is cancelled: ${store}`,
    lead: ({ slot }) => `The reservation on ${slot} is cancelled. If you change your mind, reserve again at any time.`,
  },
  offer: {
    title: ({ store }) => `A place came back: ${store}`,
    lead: ({ slot, until }) =>
      `A place on ${slot} is held for you until ${until}. Accept it before then and it is yours.`,
  },
  "offer-expired": {
    title: ({ store }) => `The time for your place is over: ${store}`,
    lead: ({ slot }) => `The place on ${slot} was not accepted in time. Whoever joins again starts at the back.`,
  },
  missed: {
    title: ({ store }) => `No place came free this time: ${store}`,
    lead: ({ slot }) => `Your turn had not come when ${slot} began. Thank you for waiting.`,
  },
  "slot-closed": {
    title: ({ store }) => `A time was called off: ${store}`,
    lead: ({ slot }) => `The host has closed ${slot}. Places and waiting there have ended. Please choose another time.`,
  },
  reminder: {
    title: ({ store }) => `See you soon: ${store}`,
    lead: ({ slot }) => `See you on ${slot}. If you cannot come, please cancel now, so that somebody else can.`,
  },
  "host-notice": {
    title: ({ store }) => `News from ${store}`,
    lead: ({ store }) => `The host of ${store}, where you have a reservation, has something to say.`,
  },
  "opening-soon": {
    title: ({ store }) => `Opening soon: ${store}`,
    lead: ({ opens }) => `Reservations open on ${opens}. Places go in the order of pressing.`,
  },
};

/** What each kind of message says, in the app's list and in mails alike. */
export const notificationTexts: Readonly<Record<Language, typeof ko>> = { ko, en };
