import { useMessages } from "../messages/use-messages.ts";

/** A page that is still on its way: said to who listens, and its shape for who looks. */
export function Loading({ isRoom = false }: { isRoom?: boolean }) {
  const { site } = useMessages();
  const heading = <h1 className="hidden">{site.loading}</h1>;
  if (!isRoom) {
    return (
      <div className="narrow">
        {heading}
        <LoadingBars />
      </div>
    );
  }
  return (
    <div className="room" data-theme="dark">
      <main className="room-main one" id="main">
        {heading}
      </main>
    </div>
  );
}

/** A part of a page that is still on its way. */
export function LoadingBars() {
  const { site } = useMessages();
  return (
    <div className="loading" role="status" aria-label={site.loading}>
      <span className="bar" />
      <span className="bar tall" />
      <span className="bar wide" />
    </div>
  );
}
