/**
 * Keeps the pages' own files, so that they open with the network off; what people see in them is kept by kept.ts.
 * Everything that can be newer is asked for first: pages and posters from the network, then from here. It is built as a
 * script of its own, without imports, and knows the files of its build by name. It also shows what is pushed to it.
 */
import type { PushNote } from "../../shared/push.ts";

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asking extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Pushed extends Lasting {
  readonly data: { json(): PushNote } | null;
}
interface Pressed extends Lasting {
  readonly notification: Notification;
}
interface OpenPage {
  readonly url: string;
  focus(): Promise<OpenPage>;
  navigate(url: string): Promise<OpenPage | null>;
}
interface Worker {
  addEventListener(type: "install" | "activate", listener: (event: Lasting) => void): void;
  addEventListener(type: "fetch", listener: (event: Asking) => void): void;
  addEventListener(type: "push", listener: (event: Pushed) => void): void;
  addEventListener(type: "notificationclick", listener: (event: Pressed) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(which: { type: "window" }): Promise<readonly OpenPage[]>;
    openWindow(url: string): Promise<OpenPage | null>;
  };
  readonly registration: ServiceWorkerRegistration;
  readonly location: Location;
}

const worker = self as unknown as Worker;
/** Filled by the build: every file of it, and those among them that every page may need. */
const build: { readonly files: readonly string[]; readonly shell: readonly string[] } = JSON.parse("__BUILD__");
const shelf = "popline-files";
/** What kept.ts keeps of the reader; it is emptied there. */
const ownShelf = "popline-mine";
/** A plain page that draws whatever its address asks for. */
const shellPage = "/shell";
const mostPosters = 100;
/** A network that has not answered by then does not keep anybody from what is here, as in a basement. */
const patienceMs = 4_000;

worker.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => worker.skipWaiting()));
});
worker.addEventListener("activate", (event) => {
  event.waitUntil(clear().then(() => worker.clients.claim()));
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (request.mode === "navigate") {
    if (!/^\/(api|docs)(\/|$)/.test(pathname)) event.respondWith(inTime(fetch(request), () => stored(shellPage)));
  } else if (pathname.startsWith("/assets/")) event.respondWith(stored(pathname, request));
  else if (pathname.startsWith("/posters/")) event.respondWith(newest(event, pathname));
  else if (/^\/api\/reservations\/\d+\/pass[.]svg$/.test(pathname)) event.respondWith(pictureOf(request, pathname));
});
worker.addEventListener("push", (event) => {
  const note = event.data?.json();
  if (note === undefined) return;
  const { title, body, tag, language, path } = note;
  const shown = { body, tag, lang: language, icon: "/icon.svg", data: path };
  event.waitUntil(worker.registration.showNotification(title, shown));
});
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(new URL(String(event.notification.data), worker.location.origin)));
});

/** In a page of ours that is open already, else in a new one; nowhere else, whatever the note says. */
async function open({ origin, href }: URL): Promise<void> {
  if (origin !== worker.location.origin) return;
  const [page] = await worker.clients.matchAll({ type: "window" });
  if (page === undefined) await worker.clients.openWindow(href);
  else await (await page.navigate(href))?.focus();
}

/** Files keep their name only as long as their content, so those that are here already need no second look. */
async function fill(): Promise<void> {
  const cache = await caches.open(shelf);
  const missing: string[] = [];
  for (const file of build.shell) if ((await cache.match(file, { ignoreVary: true })) === undefined) missing.push(file);
  await cache.addAll([...missing, new Request(shellPage, { cache: "reload" })]);
}

/** Lets go of the files of builds that are gone. */
async function clear(): Promise<void> {
  const cache = await caches.open(shelf);
  const current = new Set([...build.files, shellPage]);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (!current.has(pathname) && !pathname.startsWith("/posters/")) await cache.delete(request);
  }
}

/** From here; what is not here yet, such as a font, comes from the network and stays. */
async function stored(path: string, request?: Request): Promise<Response> {
  const cache = await caches.open(shelf);
  // Every copy is right, whatever language and encoding it was asked for in.
  const found = await cache.match(path, { ignoreVary: true });
  if (found !== undefined) return found;
  if (request === undefined) return Response.error();
  const answer = await fetch(request);
  if (answer.ok && build.files.includes(path)) await cache.put(path, answer.clone());
  return answer;
}

/** What was asked for, where it comes in time; else what is here. Where nothing is, it is waited for after all. */
async function inTime(asked: Promise<Response>, kept: () => Promise<Response | undefined>): Promise<Response> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null));
  const answer = await Promise.race([asked.catch(() => null), late]);
  return answer ?? (await kept()) ?? asked.catch(() => Response.error());
}

/** From the network, and from here when there is none. */
async function newest(event: Asking, path: string): Promise<Response> {
  const cache = await caches.open(shelf);
  const asked = fetch(event.request).then((answer) => {
    if (answer.ok) event.waitUntil(keepPoster(cache, path, answer.clone()));
    return answer;
  });
  return inTime(asked, () => cache.match(path));
}

/** A pass that nobody can send now is the one that the page kept. */
async function pictureOf(request: Request, path: string): Promise<Response> {
  const mine = await caches.open(ownShelf);
  return inTime(fetch(request), () => mine.match(path));
}

async function keepPoster(cache: Cache, path: string, poster: Response): Promise<void> {
  await cache.put(path, poster);
  const posters = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith("/posters/"));
  await Promise.all(posters.slice(0, -mostPosters).map((oldest) => cache.delete(oldest)));
}
