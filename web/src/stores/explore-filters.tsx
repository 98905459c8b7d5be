import { categories } from "../../../shared/store-codes.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Link } from "../ui/router.tsx";
import { type Days, todayAt, weekendAt } from "./explore-days.ts";
import { addressOf, type Chosen, changed, toggled } from "./explore-query.ts";
import { useExploreTexts } from "./explore-texts.ts";

interface ExploreFiltersContent {
  readonly chosen: Chosen;
  /** The server's clock. */
  readonly now: number;
}

interface Chip {
  readonly label: string;
  readonly to: Chosen;
  readonly isChosen: boolean;
}

/** Filters as addresses: they can be shared, opened in another tab and gone back from. */
export function ExploreFilters({ chosen, now }: ExploreFiltersContent) {
  const { stores } = useMessages();
  const texts = useExploreTexts();
  const ofDays = (label: string, { from, to }: Days): Chip => {
    const isChosen = chosen.from === from && chosen.to === to;
    return { label, isChosen, to: changed(chosen, isChosen ? { from: undefined, to: undefined } : { from, to }) };
  };
  const states = (["open", "upcoming", "sold-out"] as const).map((state) => ({
    label: stores.states[state],
    to: toggled(chosen, "state", state),
    isChosen: chosen.state === state,
  }));
  const kinds = categories.map((category) => ({
    label: stores.categories[category],
    to: toggled(chosen, "category", category),
    isChosen: chosen.category === category,
  }));
  const days = [ofDays(texts.today, todayAt(now)), ofDays(texts.weekend, weekendAt(now))];
  return (
    <div className="finder-chips">
      <Chips title={texts.states} chips={[...states, ...days]} />
      <Chips title={texts.kinds} chips={kinds} />
    </div>
  );
}

function Chips({ title, chips }: { title: string; chips: readonly Chip[] }) {
  return (
    <nav className="chips" aria-label={title}>
      {chips.map(({ label, to, isChosen }) => (
        <Link key={label} to={addressOf(to)} aria-current={isChosen ? "true" : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
