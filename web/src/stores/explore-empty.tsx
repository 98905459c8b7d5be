import { useMessages } from "../messages/use-messages.ts";
import { shortDay } from "../ui/moments.ts";
import { Link } from "../ui/router.tsx";
import { addressOf, type Chosen, parts, without } from "./explore-query.ts";
import { useExploreTexts } from "./explore-texts.ts";

const mostLetGo = 2;

/** No store fits: which filter to let go of, and where there are others. Never fewer than two ways on. */
export function ExploreEmpty({ chosen }: { chosen: Chosen }) {
  const { stores } = useMessages();
  const texts = useExploreTexts();
  const words = useWords(chosen);
  const held = parts.filter((part) => part.some((name) => chosen[name] !== undefined));
  const isUpcoming = chosen.state === "upcoming";
  return (
    <div className="empty">
      <p className="empty-title">{held.length === 0 ? stores.empty : stores.nothing}</p>
      <p className="sub">{held.length === 0 ? stores.emptyWhy : stores.nothingWhy}</p>
      <div className="explore-ways">
        <Link className="button primary" to="/explore">
          {stores.seeAll}
        </Link>
        {held.length > 1 &&
          held.slice(0, mostLetGo).map((part) => (
            <Link key={part[0]} className="button line" to={addressOf(without(chosen, part))}>
              {texts.without(words[part[0]])}
            </Link>
          ))}
        {!isUpcoming && (
          <Link className="button line" to={addressOf({ state: "upcoming" })}>
            {texts.upcoming}
          </Link>
        )}
        {isUpcoming && held.length === 1 && (
          <Link className="button line" to={addressOf({ state: "open" })}>
            {stores.openNow}
          </Link>
        )}
      </div>
    </div>
  );
}

/** What each filter says, as people would name it. */
function useWords({ q, from, to, district, category, state }: Chosen) {
  const { stores } = useMessages();
  const texts = useExploreTexts();
  const days = () => {
    if (from !== undefined && to !== undefined) return texts.days(shortDay(from), shortDay(to));
    if (from !== undefined) return texts.fromDay(shortDay(from));
    return to === undefined ? "" : texts.toDay(shortDay(to));
  };
  return {
    q: texts.quoted(q ?? ""),
    from: days(),
    district: stores.district(district ?? ""),
    category: category === undefined ? "" : stores.categories[category],
    state: state === undefined ? "" : stores.states[state],
  };
}
