import { categories } from "../../../shared/store-codes.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Link } from "../ui/router.tsx";
import { addressOf, type Chosen, toggled } from "./explore-query.ts";

interface ExploreFiltersContent {
  readonly chosen: Chosen;
  readonly districts: readonly string[];
}

/** Filters as addresses: they can be shared, opened in another tab and gone back from. */
export function ExploreFilters({ chosen, districts }: ExploreFiltersContent) {
  const { stores } = useMessages();
  const states = (["open", "upcoming", "sold-out"] as const).map((value) => ({
    name: "state" as const,
    value,
    label: stores.states[value],
  }));
  const byDistrict = districts.map((value) => ({
    name: "district" as const,
    value,
    label: stores.district(value),
  }));
  const byCategory = categories.map((value) => ({
    name: "category" as const,
    value,
    label: stores.categories[value],
  }));
  return (
    <nav className="chips" aria-label={stores.filter}>
      <Link to="/explore" aria-current={Object.keys(chosen).length === 0 ? "true" : undefined}>
        {stores.all}
      </Link>
      {[...states, ...byDistrict, ...byCategory].map(({ name, value, label }) => (
        <Link
          key={`${name} ${value}`}
          to={addressOf(toggled(chosen, name, value))}
          aria-current={chosen[name] === value ? "true" : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
