import { useEffect, useState } from "react";
import type { Room } from "../../../shared/chat.ts";
import { useSession } from "../accounts/session.tsx";
import { isProblem, read } from "../api.ts";
import { startPolling } from "../polling.ts";
import { isNearOpening } from "../slots/near-opening.ts";
import { Icon } from "../ui/icon.tsx";
import { Link } from "../ui/router.tsx";
import { useWayTexts } from "./way-texts.ts";

/** Somebody who reads about a store may hear a little later of what is said in its room. */
const everyMs = 120_000;

/** The way to a store's room: how many are in it, what I have not read. Near an opening a crowd is not told either. */
export function RoomLink({ storeId, opensAt }: { storeId: string; opensAt: string }) {
  const texts = useWayTexts();
  const { person } = useSession();
  const [room, setRoom] = useState<Room | null>(null);
  const personId = person?.id;
  useEffect(() => {
    let isGone = false;
    if (personId !== undefined) setRoom(null);
    const polling = startPolling(async () => {
      if (isNearOpening(opensAt)) return true;
      const answer = await read<Room>(`/api/stores/${storeId}/room`);
      if (isGone) return true;
      if (!isProblem(answer)) setRoom(answer);
      return !isProblem(answer) || answer.problem === "not-found";
    }, everyMs);
    return () => {
      isGone = true;
      polling.stop();
    };
  }, [storeId, opensAt, personId]);
  const unread = room?.mine?.unread ?? 0;
  const here = room?.here ?? 0;
  const facts = [texts.chat, here > 0 && texts.here(here), unread > 0 && texts.unread(unread)];
  return (
    <Link className="button line" to={`/stores/${storeId}/room`}>
      <Icon name="chat" size={20} />
      <span>{facts.filter(Boolean).join(" · ")}</span>
    </Link>
  );
}
