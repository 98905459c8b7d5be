/** The service worker knows it by this name too. */
const shelf = "popline-mine";
/** A reader has few passes at a time; the oldest go first. */
const mostKept = 40;

/**
 * What the reader was told of their own, kept in the browser so that a pass opens with the network off. `name` says
 * what it is, such as `me` or `slots/12`. A browser that keeps nothing (no room, no secure origin) loses only that.
 */
export async function keep(name: string, told: unknown): Promise<void> {
  await onShelf(async (cache) => {
    const address = addressOf(name);
    await cache.delete(address);
    await cache.put(address, new Response(JSON.stringify(told)));
    const addresses = await cache.keys();
    await Promise.all(addresses.slice(0, -mostKept).map((oldest) => cache.delete(oldest)));
  });
}

/** What was kept under this name, null when there is nothing. It is old: show it as such. */
export async function kept<Told>(name: string): Promise<Told | null> {
  const found = await onShelf((cache) => cache.match(addressOf(name)));
  return found ? ((await found.json()) as Told) : null;
}

/** Keeps a picture of the reader's own under its address, where the service worker looks for it; once is enough. */
export async function keepPicture(address: string): Promise<void> {
  await onShelf(async (cache) => {
    if ((await cache.match(address)) === undefined) await cache.add(address);
  });
}

/** Somebody signed out, or is somebody else now: what was theirs is gone from this device. */
export async function forgetKept(): Promise<void> {
  if (globalThis.caches !== undefined) await caches.delete(shelf).catch(() => false);
}

const addressOf = (name: string) => `/kept/${name}`;

async function onShelf<Result>(act: (cache: Cache) => Promise<Result>): Promise<Result | null> {
  if (globalThis.caches === undefined) return null;
  try {
    return await act(await caches.open(shelf));
  } catch {
    return null;
  }
}
