/** What people are told: the outbox's relay, mails, the list in the app, reminders, notices. */

export { createCalendar } from "./calendar-service.ts";
export { createCalm } from "./calm-service.ts";
export { onMessages } from "./hints.ts";
export { createMailLambda, type QueueEvent, type Unfinished } from "./mail-lambda.ts";
export { mailboxRoutes } from "./mailbox-routes.ts";
export { createComposer } from "./mails/compose.ts";
export { createNoticesLive } from "./notices-live.ts";
export type { Courier, Mailer } from "./ports.ts";
export { createPush } from "./push/push-service.ts";
export { pushRoutes } from "./push/routes.ts";
export { createQuiet, withQuietCancelling, withQuietLeaving } from "./quiet-answers.ts";
export { createRelay } from "./relay-service.ts";
export { notificationRoutes } from "./routes.ts";
export { queuedLeaseSeconds } from "./rules.ts";
export { createScheduleKeeping } from "./schedules-service.ts";
export { createSending } from "./sending-service.ts";
export { createSettings } from "./settings-service.ts";
export { unsubscribeRoutes } from "./unsubscribe-routes.ts";
