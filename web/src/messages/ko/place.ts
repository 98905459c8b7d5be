import { figure } from "./figures.ts";

export const place = {
  live: "연결됨",
  lost: "다시 연결 중",
  back: "팝업 목록으로",
  backFromLine: "팝업 목록으로, 순번은 유지돼요",
  mine: "내 순번",
  rankUnit: (_rank: number): string => "번째",
  rank: (rank: number) => `${figure(rank)}번째`,
  title: (rank: number, store: string) => `${figure(rank)}번째 | ${store}`,
  spoken: (rank: number) => `현재 ${figure(rank)}번째예요.`,
  behind: "내 뒤",
  progress: "줄의 진행",
  progressWhy: "입장까지 진행",
  door: "입장",
  me: "나",
  aheadOfMe: (waiting: string) => `앞 ${waiting}`,
  behindMe: (waiting: string) => `뒤 ${waiting}`,
  odds: (seats: number, needed: number, inGroups: boolean) =>
    inGroups
      ? `${figure(seats)}자리 가운데 적어도 ${figure(needed)}자리가 돌아와야 해요. 앞 팀의 인원만큼 더 필요할 수 있어요.`
      : `${figure(seats)}자리 가운데 ${figure(needed)}자리가 돌아오면 내 자리예요.`,
  thin: (seats: number) => `자리가 모두 ${figure(seats)}개라 차례가 오기 어려울 수 있어요.`,
  here: (people: string) => `${people}이 함께 보고 있어요`,
  seatsLeft: "남은 자리",
  ticket: "대기표",
  ticketNumber: (ticket: number) => `${figure(ticket)}번`,
  next: "취소가 나오면 바로 내 차례예요",
  nextOfGroups: "다음 차례는 우리 팀이에요",
  nextAfter: (waiting: string) => `내 앞에 ${waiting}이 있어요`,
  promiseOffer: (here: number, away: number) =>
    `차례가 오면 자리를 잡아 드려요. 이 화면을 보고 있으면 ${figure(here)}분, 아니면 보통 ${figure(away)}분이에요.`,
  promiseSeat: "차례가 오면 바로 예약되고 이 화면에 나타나요.",
  paused: "호스트가 잠시 멈췄어요",
  pausedWhy: "순번은 그대로예요. 다시 시작하면 순서대로 자리를 드려요.",
  queued: "자리를 맡아 뒀어요",
  queuedWhy: "순서대로 자리를 드리고 있어요. 결과는 이 화면에 저절로 나타나요.",
  returned: "접수한 순서대로 다시 줄을 세우고 있어요",
  returnedWhy:
    "장애로 줄의 기록을 잃었어요. 1분 안에 접수증이 돌아오면 원래 순서 그대로, 그 뒤에 돌아오면 맨 뒤에 서요. " +
    "접수증은 열린 화면이 저절로 보내요. 이 화면을 1분만 열어 두세요.",
  safe: "화면을 닫아도 순번은 그대로예요",
  safeWhy: "새로고침해도, 다른 기기에서 열어도 같은 자리예요.",
  lostTitle: "연결이 잠시 끊겼어요",
  lostWhy: "순번은 서버가 지키고 있어요. 곧 다시 연결해요.",
  spokenLost: "연결이 끊겼어요. 순번은 그대로이고 다시 연결하고 있어요.",
  spokenBack: "다시 연결됐어요.",
  leave: "줄에서 나가기",
  leaveTitle: "줄에서 나갈까요?",
  leaveWhy: (rank: number) => `지금 ${figure(rank)}번째 순번을 잃어요. 다시 서면 맨 뒤에서 시작해요.`,
  leaveNo: "계속 기다리기",
};

/** My places, told of elsewhere: in my reservations, and at the times of a store. */
export const standing = {
  title: "서 있는 줄",
  open: "줄 보기",
  answer: "자리 받으러 가기",
  seat: "내 자리",
};

export const offer = {
  title: "자리가 돌아왔어요",
  why: "남은 시간 안에 받으면 내 자리예요. 지나면 다음 사람에게 넘어가요.",
  left: "남은 시간",
  over: "시간이 지났어요. 다음 사람에게 넘기고 있어요.",
  accept: "자리 받기",
  decline: "이번엔 안 받기",
  documentTitle: (store: string) => `자리가 돌아왔어요 | ${store}`,
};

export const pass = {
  title: "자리를 받았어요",
  why: "입장할 때 이 화면을 보여 주세요.",
  documentTitle: (store: string) => `예약 완료 | ${store}`,
  label: "입장권",
  date: "날짜",
  time: "시간",
  party: "인원",
  number: "예약 번호",
  ticket: "접수 번호",
  picture: (code: string) => `입장 확인 QR 코드, 예약 번호 ${code}`,
  addToCalendar: "캘린더에 추가",
};

export const ended = {
  left: "줄에서 나왔어요",
  leftWhy: "순번을 포기했어요. 다시 서면 맨 뒤에서 시작해요.",
  cancelled: "예약을 취소했어요",
  cancelledWhy: "자리를 반납했어요. 기다리는 사람이 있으면 순서대로 이어져요.",
  expired: "받을 수 있는 시간이 지났어요",
  expiredWhy: "자리는 다시 줄로 돌아갔어요. 다시 줄을 서면 새 순번을 받아요.",
  declined: "이번 자리는 받지 않았어요",
  declinedWhy: "자리를 반납했어요. 마음이 바뀌면 다시 줄을 설 수 있어요.",
  missed: "이번에는 자리가 나지 않았어요",
  missedWhy: "시작 시간까지 차례가 오지 않았어요. 기다려 주셔서 고마워요.",
  moved: "다른 시간으로 바꿨어요",
  movedWhy: "이 시간의 자리는 내려놓았어요. 예약은 바꾼 시간으로 옮겨졌어요.",
  toNew: "바뀐 예약 보기",
};

export const calledOff = {
  title: "호스트가 이 시간을 닫았어요",
  why: "이 시간은 열리지 않아요.",
  seat: "내 예약도 호스트가 취소했어요.",
  line: "대기 줄도 함께 끝났어요.",
  offer: "잡아 두었던 자리도 없어졌어요.",
  done: "따로 할 일은 없어요.",
  onward: "다른 시간이나 다른 팝업에서 자리를 찾아보세요.",
  reservation: "호스트가 취소한 예약이에요",
  row: "호스트가 취소함",
};

export interface PlaceTexts {
  readonly place: typeof place;
  readonly standing: typeof standing;
  readonly offer: typeof offer;
  readonly pass: typeof pass;
  readonly ended: typeof ended;
  readonly calledOff: typeof calledOff;
}
