import webPush from "web-push";
import { isPushService } from "../../../shared/push.ts";
import type { PushCourier } from "./ports.ts";

interface VapidSettings {
  readonly publicKey: string;
  readonly privateKey: string;
  /** Whom a push service can reach about what we send: `mailto:` or https. */
  readonly subject: string;
  readonly demo: boolean;
}

/** A device that is off for longer does not hear of it: by then the mail and the list have said it. */
const ttlSeconds = 12 * 3_600;
/** RFC 8030, section 7.3, and what push services answer for a subscription that has ended. */
const gone = [404, 410];
/** What no later try would mend: the subscription is not ours, or the message is one it does not take. */
const refusals = [400, 401, 403, 413];

/** Sends by Web Push: sealed for the device (RFC 8291), signed by us (RFC 8292). It follows no redirect. */
export function createWebPushCourier({ demo, ...vapidDetails }: VapidSettings): PushCourier {
  return {
    async deliver({ endpoint, keys }, note, withinMs) {
      if (!isPushService(endpoint, demo)) return { outcome: "refused", trouble: "no push service", isGone: true };
      try {
        const options = { vapidDetails, TTL: ttlSeconds, urgency: "high" as const, topic: note.tag.slice(0, 32) };
        const { headers, body } = webPush.generateRequestDetails({ endpoint, keys }, JSON.stringify(note), options);
        const signal = AbortSignal.timeout(Math.max(1, Math.floor(withinMs)));
        const sealed = body === null ? null : new Uint8Array(body);
        const answer = await fetch(endpoint, { method: "POST", headers, body: sealed, redirect: "manual", signal });
        await answer.body?.cancel();
        if (answer.ok) return { outcome: "sent", trouble: null, isGone: false };
        const isRefused = gone.includes(answer.status) || refusals.includes(answer.status);
        const outcome = isRefused ? "refused" : "failed";
        return { outcome, trouble: `push ${answer.status}`, isGone: gone.includes(answer.status) };
      } catch (error) {
        return { outcome: "failed", trouble: `push ${(error as Error).name}`, isGone: false };
      }
    },
  };
}
