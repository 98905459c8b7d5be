import { useMessages } from "../messages/use-messages.ts";
import { LoadingBars } from "../ui/loading.tsx";

/** The shape of the home page while its lists are on their way. */
export function HomeSkeleton() {
  const { site } = useMessages();
  return (
    <div className="hero wrap">
      <span className="hero-art" />
      <div className="hero-copy">
        <h1 className="hidden">{site.title}</h1>
        <LoadingBars />
      </div>
    </div>
  );
}
