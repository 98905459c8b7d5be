import type { Language } from "../languages.ts";
import type { HostProblem } from "../problems.ts";

/** The titles of what is refused to a host who edits a store, apart so that only those pages carry them. */
export const hostProblemTitles: Record<Language, Record<HostProblem, string>> = {
  ko: {
    "stale-revision": "다른 창에서 먼저 바뀌었어요. 새로 불러온 뒤 다시 고쳐 주세요.",
    "people-concerned": "이미 자리를 잡은 사람들이 있어요.",
    "slots-outside": "새 기간 밖에 시간이 남아 있어요.",
    "zone-has-slots": "시간이 있는 동안에는 시간대를 바꿀 수 없어요.",
    "not-ready": "아직 채워야 할 것이 있어요.",
    "has-holders": "자리를 잡은 사람이 있어서 다시 숨길 수 없어요.",
    "only-drafts": "공개했거나 다녀간 사람이 있는 팝업은 지울 수 없어요.",
    "too-many-slots":
      "한 팝업에는 아직 지나지 않은 시간을 2,000개까지 만들 수 있어요. 날짜나 시간을 줄이거나, 지난 뒤에 더해 주세요.",
    "too-many-drafts": "초안이 너무 많아요. 쓰지 않는 초안을 먼저 지워 주세요.",
    "not-a-picture": "PNG, JPEG, WebP 그림만 올릴 수 있어요.",
    "broken-picture": "그림을 읽을 수 없어요. 파일이 망가진 것 같아요.",
    "too-many-pixels": "그림이 너무 커요. 2,400만 화소까지 올릴 수 있어요.",
  },
  en: {
    "stale-revision": "This was changed in another window first. Please load it again, then change it.",
    "people-concerned": "People already have a place here.",
    "slots-outside": "There are times outside the new days.",
    "zone-has-slots": "The time zone cannot change while there are times.",
    "not-ready": "Something is still missing.",
    "has-holders": "People have a place here, so it cannot be hidden again.",
    "only-drafts": "What was published, or was visited, cannot be deleted.",
    "too-many-slots":
      "A store has at most 2,000 times that are not over yet. Please add fewer, or add them once others are over.",
    "too-many-drafts": "There are too many drafts. Please delete one that is not used.",
    "not-a-picture": "Only PNG, JPEG and WebP pictures can be uploaded.",
    "broken-picture": "The picture cannot be read. The file seems to be broken.",
    "too-many-pixels": "The picture is too large. The most is 24 megapixels.",
  },
};
