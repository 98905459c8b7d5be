/** The service worker knows it by this name too. */
const shelf = "popline-mine";
const folder = "/kept/";
/** What begins like this in the browser's own store is the reader's, and goes with them. */
export const keptTexts = "popline:edits:";
/** What waits in this tab for its reader: a press, an invitation. */
const waiting = "popline:";
/** A reader has few passes at a time; the oldest go first. */
const mostKept = 40;

/** So long an answer may take before what is kept is shown instead. */
const patienceMs = 3_000;

/** Raised whenever somebody's things are forgotten; what was asked for before is not theirs to keep any more. */
let generation = 0;

export type Keeper = ReturnType<typeof createKeeper>;

/**
 * Keeps what the reader was told of their own in the browser, so that a pass opens with the network off. To be made
 * before asking: an answer that comes after `forgetKept()` is not kept. A browser that keeps nothing (no room, no
 * secure origin) loses only that.
 */
export function createKeeper() {
  const mine = generation;

  async function put(act: (cache: Cache) => Promise<void>): Promise<void> {
    if (mine !== generation) return;
    // A shelf that is thrown away after it was opened takes what is still put on it along.
    await onShelf(act);
  }

  return {
    /** `name` says what it is, such as `me` or `slots/12`. */
    keep: (name: string, told: unknown): Promise<void> =>
      put(async (cache) => {
        // In the place of what was there, and the latest of all.
        await cache.put(addressOf(name), new Response(JSON.stringify(told)));
        const addresses = await cache.keys();
        await Promise.all(addresses.slice(0, -mostKept).map((oldest) => cache.delete(oldest)));
      }),
    /** It is theirs no longer. */
    forget: (name: string): Promise<void> => put((cache) => cache.delete(addressOf(name)).then(() => undefined)),
    /** The names under which something is kept now. */
    async names(): Promise<readonly string[]> {
      let paths: readonly string[] = [];
      await put(async (cache) => {
        paths = (await cache.keys()).map(({ url }) => new URL(url).pathname);
      });
      return paths.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));
    },
    /** A picture of the reader's own under its address, where the service worker looks for it; once is enough. */
    keepPicture: (address: string): Promise<void> =>
      put(async (cache) => {
        if ((await cache.match(address)) === undefined) await cache.add(address);
      }),
  };
}

/** What was kept under this name, null when there is nothing. It is old: show it as such. */
export async function kept<Told>(name: string): Promise<Told | null> {
  if (globalThis.caches === undefined) return null;
  // Not `open`, which would make the shelf anew after it was thrown away.
  const found = await caches.match(addressOf(name), { cacheName: shelf }).catch(() => undefined);
  return found ? ((await found.json()) as Told) : null;
}

/** Shows what was kept under this name, once, where the answer does not come in time. */
export function showKept<Told>(name: string, answer: Promise<unknown>, show: (told: Told) => void): void {
  showMeanwhile(answer, () => kept<Told>(name), show);
}

/** The same of whatever is found then. */
export function showMeanwhile<Told>(
  answer: Promise<unknown>,
  find: () => Promise<Told | null>,
  show: (told: Told) => void,
): void {
  let isAnswered = false;
  const timer = setTimeout(async () => {
    const told = await find();
    if (told !== null && !isAnswered) show(told);
  }, patienceMs);
  const end = () => {
    isAnswered = true;
    clearTimeout(timer);
  };
  answer.then(end, end);
}

/**
 * Somebody signed out, or is somebody else now: what was theirs is gone from this device, and nothing follows it. What
 * waits in this tab is theirs too once they have been here; before, it waits for whoever is just signing in.
 */
export async function forgetKept(hasLeft = false): Promise<void> {
  generation += 1;
  forgetTexts(() => localStorage, keptTexts);
  if (hasLeft) forgetTexts(() => sessionStorage, waiting);
  if (globalThis.caches !== undefined) await caches.delete(shelf).catch(() => false);
}

function forgetTexts(open: () => Storage, beginning: string): void {
  try {
    const texts = open();
    for (const name of Object.keys(texts)) if (name.startsWith(beginning)) texts.removeItem(name);
  } catch {
    // A browser that keeps nothing.
  }
}

const addressOf = (name: string) => `${folder}${name}`;

async function onShelf(act: (cache: Cache) => Promise<void>): Promise<void> {
  if (globalThis.caches === undefined) return;
  try {
    await act(await caches.open(shelf));
  } catch {
    // A browser that keeps nothing.
  }
}
