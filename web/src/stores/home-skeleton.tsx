import { useMessages } from "../messages/use-messages.ts";

/** The shape of the home page while its lists are on their way. */
export function HomeSkeleton() {
  const { site } = useMessages();
  return (
    <div className="hero wrap loading" role="status" aria-label={site.loading}>
      <span className="hero-art" />
      <div className="hero-copy">
        <h1 className="hidden">{site.title}</h1>
        <span className="bar" />
        <span className="bar tall" />
        <span className="bar wide" />
      </div>
    </div>
  );
}
