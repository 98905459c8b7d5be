import type { Deed } from "../../../../shared/audit.ts";
import type { NotificationKind } from "../../../../shared/notification-codes.ts";
import type { HealthPart, PartState } from "../../../../shared/operations.ts";
import { type SpanUnit, spanOf } from "../span.ts";
import { figure, people } from "./figures.ts";

const units: Record<SpanUnit, string> = { day: "일", hour: "시간", minute: "분", second: "초" };
const span = (seconds: number) =>
  spanOf(seconds)
    .map(([count, unit]) => `${figure(count)}${units[unit]}`)
    .join(" ");

const parts: Record<HealthPart, string> = {
  database: "데이터베이스",
  redis: "Redis 연결",
  seats: "좌석",
  lines: "줄",
  outbox: "보낼 메일",
  mail: "못 보낸 메일",
};
const states: Record<PartState, string> = {
  well: "정상",
  trouble: "문제 있음",
  absent: "쓰지 않음",
  unknown: "알 수 없음",
};
/** What is wrong, with what it goes by. */
const troubles: Record<HealthPart, (count: number) => string> = {
  database: () => "데이터베이스가 대답하지 않아요. 예약도 조회도 멈춰 있어요.",
  redis: () => "Redis에 닿지 않아요. 서버마다 따로 움직이고, 예약은 계속돼요.",
  seats: (count) => `좌석보다 많이 예약된 회차가 ${figure(count)}개 있어요. 바로 멈추고 확인해 주세요.`,
  lines: (count) => `자리가 비었는데 움직이지 않는 줄이 ${figure(count)}개 있어요.`,
  outbox: (count) => `가장 오래 기다린 메일이 ${span(count)}째 나가지 못했어요.`,
  mail: (count) => `하루 동안 ${figure(count)}통을 끝내 보내지 못했어요.`,
};
const kinds: Record<NotificationKind, string> = {
  confirmed: "예약 확정",
  moved: "예약 변경",
  cancelled: "예약 취소",
  offer: "돌아온 자리",
  "offer-expired": "제안 만료",
  missed: "자리가 나지 않음",
  "slot-closed": "회차 취소",
  reminder: "하루 전 알림",
  "host-notice": "호스트 공지",
  "opening-soon": "예약 시작 알림",
};
const deeds: Record<Deed, string> = {
  "store-registered": "팝업을 등록함",
  "store-drafted": "팝업 초안을 만듦",
  "store-changed": "팝업을 고침",
  "store-published": "팝업을 공개함",
  "store-unpublished": "팝업 공개를 거둠",
  "draft-deleted": "초안을 지움",
  "poster-uploaded": "포스터를 올림",
  "slots-added": "회차를 더함",
  "slot-changed": "회차를 바꿈",
  "slot-closed": "회차를 닫음",
  "staff-invited": "직원을 초대함",
  "invitation-withdrawn": "초대를 거둠",
  "staff-joined": "직원이 됨",
  "staff-removed": "직원을 내보냄",
  "notice-posted": "공지를 씀",
  "room-changed": "채팅 설정을 바꿈",
  "message-hidden": "말을 가림",
  "guest-muted": "말을 멈춤",
  "guest-unmuted": "멈춘 것을 풂",
  "checked-in": "입장시킴",
  "check-in-undone": "입장을 되돌림",
  "purchases-imported": "구매 기록을 가져옴",
  "fit-begun": "추천 학습을 시작함",
  "model-put-back": "이전 모델로 되돌림",
  "walk-in-registered": "현장 손님을 받음",
  "role-changed": "역할을 바꿈",
};

/** The pages of operators. */
export const operations = {
  title: "운영",
  signInWhy: "운영자 계정으로 로그인해 주세요.",
  places: { "": "상태", "/lines": "줄", "/outbox": "보낼 메일", "/people": "사람", "/audit": "한 일" },
  placesOf: "운영 화면",
  allWell: "모두 정상이에요",
  allWellWhy: (waiting: number) => `지금 모든 줄에서 ${people(waiting)}이 기다리고 있어요.`,
  wrong: (count: number) => `문제가 ${figure(count)}가지 있어요`,
  noDatabase: "데이터베이스가 대답하지 않아요",
  noDatabaseWhy: "서버는 살아 있지만 데이터베이스에 닿지 않아서 아무것도 읽지 못해요.",
  parts,
  states,
  troubles,
  lines: "끝나지 않은 줄",
  linesWhy: "문제가 있는 줄, 많이 기다리는 줄부터 100개까지 보여요.",
  noLines: "예약도 대기도 없어요",
  noLinesWhy: "누군가 예약하면 여기에 나타나요.",
  seats: (seated: number, capacity: number) => `${figure(seated)}/${figure(capacity)}석`,
  waiting: (count: number) => `대기 ${people(count)}`,
  slot: (id: string) => `회차 번호 ${id}`,
  oversold: "초과 예약",
  still: "멈춤",
  paused: "일시 정지",
  outbox: "보낼 메일",
  outboxNow: (waiting: number, dead: number) => `${figure(waiting)}통이 기다리고, ${figure(dead)}통은 보내지 못했어요.`,
  oldest: (seconds: number) => `가장 오래된 메일은 쓴 지 ${span(seconds)} 됐어요.`,
  notSender: "이 서버는 메일을 보내지 않아요. 다른 서버나 함수가 보내요.",
  noLetters: "못 보낸 메일이 없어요",
  noLettersWhy: "여러 번 해도 보내지 못한 메일만 여기에 남아요.",
  tries: (count: number) => `${figure(count)}번 시도`,
  kinds,
  people: "가입한 사람",
  peopleWhy: "이름과 역할만 보여요. 연락처와 프로필은 보이지 않아요.",
  everybody: "모두",
  since: (moment: string) => `${moment} 가입`,
  numbered: (id: string) => `${id}번`,
  noPeople: "해당하는 사람이 없어요",
  noPeopleWhy: "다른 역할을 골라 보세요.",
  audit: "한 일",
  auditWhy: "호스트, 직원, 운영자가 한 일이에요. 2년 동안 남아요.",
  noDeeds: "아직 남은 기록이 없어요",
  noDeedsWhy: "누군가 팝업이나 회차를 바꾸면 여기에 남아요.",
  doers: { host: "호스트", staff: "직원", operator: "운영자" },
  erased: "탈퇴한 사람",
  deeds,
  more: "더 보기",
};
