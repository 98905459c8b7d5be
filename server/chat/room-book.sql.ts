import type { Message, Room, RoomFrame } from "../../shared/chat.ts";
import { mostHiddenNamed } from "../../shared/chat-codes.ts";
import type { Database } from "../platform/database/index.ts";
import { momentOf, toFrame, toMessage } from "./message-rows.ts";
import type { RoomBook } from "./ports.ts";

type Mine = Room["mine"];

function toMine(mine: NonNullable<Mine>): Mine {
  return { ...mine, mutedUntil: mine.mutedUntil === null ? null : momentOf(mine.mutedUntil) };
}

/** Rooms in PostgreSQL, as rooms.sql reads them. */
export function createSqlRoomBook({ read, press, code }: Database): RoomBook {
  return {
    async find(store, person) {
      const [row] = await read<{ view: RoomFrame; mine: Mine }>({
        text: `select view, case when $3::bigint is not null then ${code}.own_room($1, $3) end as mine
          from ${code}.room_views(array[$1::bigint], $2)`,
        values: [store, mostHiddenNamed, person],
      });
      return row === undefined ? null : { ...toFrame(row.view), mine: row.mine && toMine(row.mine) };
    },
    async history(store, { after, before }, most) {
      const rows = await read<{ message: Message | null }>({
        name: "messages-between",
        text: `select message from (select ${code}.has_room($1) as is_there) as room
          left join lateral ${code}.messages_between($1, $2, $3, $4) on true where is_there order by seq`,
        values: [store, after, before, most],
      });
      return rows.length === 0 ? null : rows.flatMap(({ message }) => (message === null ? [] : [toMessage(message)]));
    },
    async markRead(store, person, upTo) {
      const text = `select ${code}.mark_read($1, $2, $3) as "isThere"`;
      const [row] = await press<{ isThere: boolean }>({ text, values: [store, person, upTo] });
      return row?.isThere === true;
    },
    async views(stores) {
      const rows = await read<{ view: RoomFrame }>({
        name: "room-views",
        text: `select view from ${code}.room_views($1, $2)`,
        values: [stores, mostHiddenNamed],
      });
      return rows.map(({ view }) => toFrame(view));
    },
  };
}
