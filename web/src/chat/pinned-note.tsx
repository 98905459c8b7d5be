import { useEffect, useState } from "react";
import type { Room } from "../../../shared/chat.ts";
import { isProblem, read } from "../api.ts";
import { startPolling } from "../polling.ts";
import { Note } from "../ui/note.tsx";
import { Link } from "../ui/router.tsx";
import { useWayTexts } from "./way-texts.ts";

/** A crowd in line does not ask all at once, and seldom again. Following the room would count everybody as in it. */
const firstWithinMs = 8_000;
const everyMs = 120_000;

/** Where one waits: what is pinned in the store's room, and the way there. */
export function PinnedNote({ storeId }: { storeId: string }) {
  const texts = useWayTexts();
  const [room, setRoom] = useState<Room | null>(null);
  useEffect(() => {
    let polling: { stop(): void } | null = null;
    async function look(): Promise<boolean> {
      const answer = await read<Room>(`/api/stores/${storeId}/room`);
      if (!isProblem(answer)) setRoom(answer);
      return !isProblem(answer) || answer.problem === "not-found";
    }
    const timer = setTimeout(() => {
      polling = startPolling(look, everyMs);
    }, Math.random() * firstWithinMs);
    return () => {
      clearTimeout(timer);
      polling?.stop();
    };
  }, [storeId]);
  if (room === null) return null;
  return (
    <Link to={`/stores/${storeId}/room`}>
      <Note icon={room.pinned === null ? "chat" : "tack"} title={room.pinned === null ? texts.title : texts.pinned}>
        {room.pinned === null ? texts.talking(room.here) : room.pinned.text}
      </Note>
    </Link>
  );
}
