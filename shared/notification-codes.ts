/** What people are told about what they have; never switched off. */
export const essentialKinds = [
  "confirmed",
  "moved",
  "cancelled",
  "offer",
  "offer-expired",
  "missed",
  "slot-closed",
] as const;
/** What people may do without. */
export const optionalKinds = ["reminder", "host-notice", "opening-soon"] as const;
export const notificationKinds = [...essentialKinds, ...optionalKinds] as const;
export type NotificationKind = (typeof notificationKinds)[number];
export type OptionalKind = (typeof optionalKinds)[number];

/** Notices of one store in 24 hours, those that an edit causes among them, after which its host can write no more. */
export const mostNoticesADay = 10;
/** Beyond this many an edit is made all the same, told on the store's page and mailed to nobody. */
export const mostNoticesSentADay = 30;
/** Characters of a host's notice. */
export const longestNotice = 500;
