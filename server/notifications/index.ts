/** What people are told: the outbox's relay, mails, the list in the app. */

export { onMessages } from "./hints.ts";
export { createComposer } from "./mails/compose.ts";
export type { Mailer } from "./ports.ts";
export { createQuiet, withQuietCancelling, withQuietLeaving } from "./quiet-answers.ts";
export { createRelay } from "./relay-service.ts";
