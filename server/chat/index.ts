/** One text room per store: everybody reads it, whoever is signed in speaks in it, its store looks after it. */

export { countGuestsEveryMs, createRoomsLive, listenEveryMs } from "./live.ts";
export { roomRoutes } from "./routes.ts";
export { createRoomService, type RoomService } from "./service.ts";
