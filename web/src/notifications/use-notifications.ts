import { useEffect, useState } from "react";
import type { Notification, NotificationsPage } from "../../../shared/notifications.ts";
import { isProblem, type Problem, read, write } from "../api.ts";

interface Notifications {
  readonly items: readonly Notification[];
  readonly unread: number;
  readonly next: string | null;
}

const path = "/api/me/notifications";

/**
 * What I was told, newest first. What was unread when the page opened stays marked as new here and counts as read
 * everywhere else: it was looked at.
 */
export function useNotifications() {
  const [list, setList] = useState<Notifications | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => {
    const gone = new AbortController();
    read<NotificationsPage>(path, gone.signal).then(
      (answer) => {
        if (isProblem(answer)) return setProblem(answer);
        setList({ items: answer.items, unread: answer.unread, next: answer.nextCursor });
        const [newest] = answer.items;
        if (newest !== undefined && answer.unread > 0) {
          void write("POST", `${path}/read`, { body: { upTo: newest.id } });
        }
      },
      () => undefined,
    );
    return () => gone.abort();
  }, []);

  async function more(): Promise<void> {
    if (list?.next == null) return;
    const answer = await read<NotificationsPage>(`${path}?cursor=${list.next}`);
    if (isProblem(answer)) setProblem(answer);
    else setList({ ...list, items: [...list.items, ...answer.items], next: answer.nextCursor });
  }

  return { list, problem, more: () => void more() };
}
