import type { PushSubscription as Subscription } from "../../../shared/push.ts";
import { isProblem, write } from "../api.ts";
import { createKeeper, kept } from "../kept.ts";

/** Whether this browser shows notifications: it cannot, its reader forbade it, it could, it does. */
export type PushState = "unsupported" | "denied" | "off" | "on";

const path = "/api/me/push-devices";
/** Kept with what is the reader's, so that it is gone as soon as somebody signs out. */
const told = "push-device";

const isSupported = () => "PushManager" in globalThis && "Notification" in globalThis && "serviceWorker" in navigator;

async function current(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Tells the server where this browser is reached. */
async function tell(subscription: PushSubscription): Promise<boolean> {
  const keeper = createKeeper();
  const { endpoint = "", keys = {} } = subscription.toJSON();
  const { p256dh = "", auth = "" } = keys;
  const answer = await write("PUT", path, { body: { endpoint, keys: { p256dh, auth } } satisfies Subscription });
  if (isProblem(answer)) return false;
  await keeper.keep(told, endpoint);
  return true;
}

export async function readPushState(): Promise<PushState> {
  if (!isSupported()) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  return (await current()) === null || (await kept(told)) === null ? "off" : "on";
}

/** Asks the reader, then the browser's push service; to be called by a press. Null when it came to nothing. */
export async function turnPushOn(key: string): Promise<PushState | null> {
  if ((await Notification.requestPermission()) !== "granted") return readPushState();
  await navigator.serviceWorker.register("/service-worker.js");
  const registration = await navigator.serviceWorker.ready;
  // One of before may be for another key, and no browser has two.
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  const wish = { userVisibleOnly: true, applicationServerKey: key };
  const subscription = await registration.pushManager.subscribe(wish);
  return (await tell(subscription)) ? "on" : null;
}

/** This browser shows nothing any more, whether or not the server heard of it. */
export async function turnPushOff(): Promise<PushState> {
  const subscription = await current();
  if (subscription === null) return "off";
  const { endpoint } = subscription;
  await subscription.unsubscribe();
  await write("DELETE", path, { body: { endpoint } });
  return "off";
}

/** A device belongs to a session; whoever has signed in again gets theirs back without being asked. */
export async function renewPush(): Promise<void> {
  if (!isSupported() || (await kept(told)) !== null) return;
  const subscription = await current();
  if (subscription !== null) await tell(subscription);
}
