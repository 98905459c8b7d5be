import { useMessages } from "../messages/use-messages.ts";

/** A page whose program is still on its way. */
export function Loading({ isRoom = false }: { isRoom?: boolean }) {
  const { site } = useMessages();
  if (!isRoom) {
    return (
      <p className="sub" role="status">
        {site.loading}
      </p>
    );
  }
  return (
    <div className="room" data-theme="dark">
      <main className="room-main one" id="main">
        <h1 className="hidden">{site.loading}</h1>
      </main>
    </div>
  );
}
