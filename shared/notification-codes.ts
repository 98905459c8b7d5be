/** What people are told about what they have; never switched off. */
export const essentialKinds = ["confirmed", "moved", "cancelled", "offer", "offer-expired", "missed"] as const;
/** What people may do without. */
export const optionalKinds = ["reminder", "host-notice", "opening-soon"] as const;
export const notificationKinds = [...essentialKinds, ...optionalKinds] as const;
export type NotificationKind = (typeof notificationKinds)[number];
export type OptionalKind = (typeof optionalKinds)[number];

/** Characters of a host's notice. */
export const longestNotice = 500;
