import type { Message, RoomFrame } from "../../shared/chat.ts";

/** PostgreSQL writes moments in its own way inside JSON. */
export const momentOf = (moment: string) => new Date(moment).toISOString();

/** A message as `message_view` writes it. */
export const toMessage = (view: Message): Message => ({ ...view, at: momentOf(view.at) });

/** A room as `room_views` writes it. */
export const toFrame = (view: RoomFrame): RoomFrame => ({ ...view, pinned: view.pinned && toMessage(view.pinned) });
