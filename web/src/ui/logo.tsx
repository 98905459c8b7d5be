import { useMessages } from "../messages/use-messages.ts";
import { Link } from "./router.tsx";

export function Logo() {
  const { site } = useMessages();
  return (
    <Link className="logo" to="/" aria-label={site.home}>
      <svg width="34" height="14" viewBox="0 0 34 14" aria-hidden="true">
        <circle className="logo-last" cx="5" cy="7" r="3" />
        <circle className="logo-next" cx="15" cy="7" r="3.6" />
        <circle className="logo-me" cx="27" cy="7" r="6" />
      </svg>
      <span>{site.name}</span>
    </Link>
  );
}
