/** Live messages without product words: one socket a visitor, topics that rooms answer for, bounds on everything. */

export type { Addressed } from "./deliver.ts";
export { createLive, type Follower, type Live, type TopicKind, type Verb } from "./live.ts";
