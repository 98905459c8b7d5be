const name = "popline:press";
/** As long as a sign-in may take. */
const keptMs = 600_000;

interface PendingPress {
  readonly slotId: string;
  readonly partySize: number;
  readonly at: number;
}

/** Remembers a press that has to wait until its person has signed in elsewhere; this window's alone. */
export function keepPress(slotId: string, partySize: number): void {
  const press: PendingPress = { slotId, partySize, at: Date.now() };
  try {
    sessionStorage.setItem(name, JSON.stringify(press));
  } catch {
    // A browser that keeps nothing: they press once more.
  }
}

/** The party of the press that waited for this slot, once; null when there is none. */
export function takePress(slotId: string): number | null {
  try {
    const press: PendingPress | null = JSON.parse(sessionStorage.getItem(name) ?? "null");
    if (press?.slotId !== slotId) return null;
    sessionStorage.removeItem(name);
    return Date.now() - press.at < keptMs ? press.partySize : null;
  } catch {
    return null;
  }
}
