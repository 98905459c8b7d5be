import type { Doer } from "../../shared/audit.ts";
import type { RoomDesk } from "../../shared/chat.ts";
import type { StoreId } from "../../shared/ids.ts";
import { type Database, pressOnce } from "../platform/database/index.ts";
import { momentOf, toMessage } from "./message-rows.ts";
import type { RoomDeeds } from "./ports.ts";

function toDesk({ muted, reports, deeds, ...desk }: RoomDesk): RoomDesk {
  return {
    ...desk,
    muted: muted.map((guest) => ({ ...guest, until: guest.until === null ? null : momentOf(guest.until) })),
    reports: reports.map((report) => ({ ...report, at: momentOf(report.at), message: toMessage(report.message) })),
    deeds: deeds.map((deed) => ({ ...deed, at: momentOf(deed.at) })),
  };
}

/** What is done in rooms, by moderation.sql, each once under its key. */
export function createSqlRoomDeeds(database: Database): RoomDeeds {
  const { read, code } = database;
  const press = (call: string, store: StoreId, { id: person, network }: Doer, more: object, key: string) =>
    pressOnce<object>(database, { person, network, key, call, arguments: { store, ...more } });
  return {
    change: (store, doer, change, key) => press("change_room", store, doer, change, key),
    hide: (store, doer, seq, key) => press("hide_message", store, doer, { seq }, key),
    mute: (store, doer, seq, minutes, key) => press("mute_sender", store, doer, { seq, minutes }, key),
    unmute: (store, doer, guest, key) => press("unmute_guest", store, doer, { guest }, key),
    report: (store, doer, seq, reason, key) => press("report_message", store, doer, { seq, reason }, key),
    async desk(store, person) {
      const text = `select ${code}.room_desk($1, $2) as desk`;
      const [row] = await read<{ desk: RoomDesk | null }>({ text, values: [store, person] });
      return row?.desk ? toDesk(row.desk) : null;
    },
  };
}
