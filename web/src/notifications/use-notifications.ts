import { useEffect, useState } from "react";
import type { Notification, NotificationsPage } from "../../../shared/notifications.ts";
import { isProblem, type Problem, read, write } from "../api.ts";
import { startPolling } from "../polling.ts";

interface Notifications {
  readonly items: readonly Notification[];
  readonly unread: number;
  readonly next: string | null;
}

const path = "/api/me/notifications";
/** What comes while the page is open is there within this time. */
const lookEveryMs = 10_000;

/** What is new goes before what is shown, which keeps its marks: it was looked at, and not read anywhere else. */
function withNewer(shown: Notifications | null, { items, unread, nextCursor }: NotificationsPage): Notifications {
  if (shown === null) return { items, unread, next: nextCursor };
  const known = new Set(shown.items.map(({ id }) => id));
  const newer = items.filter(({ id }) => !known.has(id));
  return newer.length === 0 ? shown : { ...shown, items: [...newer, ...shown.items], unread: shown.unread + unread };
}

/**
 * What I was told, newest first, and what comes meanwhile. What was unread when it was shown stays marked as new here
 * and counts as read everywhere else: it was looked at.
 */
export function useNotifications() {
  const [list, setList] = useState<Notifications | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [moreProblem, setMoreProblem] = useState<Problem | null>(null);

  useEffect(() => {
    const gone = new AbortController();
    async function look(): Promise<boolean> {
      const answer = await read<NotificationsPage>(path, gone.signal).catch(() => null);
      if (answer === null) return false;
      if (isProblem(answer)) {
        setProblem(answer);
        return false;
      }
      setProblem(null);
      setList((shown) => withNewer(shown, answer));
      const [newest] = answer.items;
      if (newest !== undefined && answer.unread > 0) {
        void write("POST", `${path}/read`, { body: { upTo: newest.id } });
      }
      return true;
    }
    const polling = startPolling(look, lookEveryMs);
    return () => {
      polling.stop();
      gone.abort();
    };
  }, []);

  async function more(): Promise<void> {
    if (list?.next == null) return;
    const answer = await read<NotificationsPage>(`${path}?cursor=${list.next}`);
    setMoreProblem(isProblem(answer) ? answer : null);
    if (isProblem(answer)) return;
    setList({ ...list, items: [...list.items, ...answer.items], next: answer.nextCursor });
  }

  return { list, problem, more: () => void more(), moreProblem };
}
