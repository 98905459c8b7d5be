import type { WebSocket } from "ws";

/** How many sockets each person has here, at most one entry for each open socket. */
export function createSocketCount() {
  const sockets = new Map<string, number>();
  return {
    of: (person: string | undefined) => sockets.get(person ?? "") ?? 0,
    opened(person: string, socket: WebSocket): void {
      sockets.set(person, (sockets.get(person) ?? 0) + 1);
      socket.on("close", () => {
        const left = (sockets.get(person) ?? 0) - 1;
        if (left > 0) sockets.set(person, left);
        else sockets.delete(person);
      });
    },
  };
}
