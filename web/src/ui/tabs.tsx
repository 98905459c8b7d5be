import { useMessages } from "../messages/use-messages.ts";
import { Icon, type IconName } from "./icon.tsx";
import { Link, usePath } from "./router.tsx";

/** The main places of the product: under the thumb on a phone, in the header on a desk. */
export function usePlaces(): readonly { to: string; label: string; icon: IconName; isHere: boolean }[] {
  const { site } = useMessages();
  const path = usePath();
  const places = [
    { to: "/", label: site.start, icon: "home" },
    { to: "/explore", label: site.explore, icon: "compass" },
    { to: "/reservations", label: site.reservations, icon: "ticket" },
    { to: "/account", label: site.mine, icon: "person" },
  ] as const;
  return places.map((place) => ({ ...place, isHere: place.to === path }));
}

export function Tabs() {
  const { site } = useMessages();
  return (
    <nav className="tabs" aria-label={site.tabs}>
      {usePlaces().map(({ to, label, icon, isHere }) => (
        <Link key={to} to={to} aria-current={isHere ? "page" : undefined}>
          <Icon name={icon} size={24} />
          <span>{label}</span>
        </Link>
      ))}
    </nav>
  );
}
