import type { StoreCard } from "../../../shared/stores.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { formatMoment } from "../ui/moments.ts";

/** The rules of this store's line, in plain words. */
export function StoreFacts({ store }: { store: StoreCard }) {
  const { people, stores } = useMessages();
  const language = useLanguage();
  const { opensAt, closesAt, timeZone, largestParty, placesPerPerson, offerMinutes, fillsGaps, address } = store;
  const facts = [
    ...(address === "" ? [] : [{ name: stores.facts.place, value: address }]),
    { name: stores.facts.opens, value: formatMoment(opensAt, timeZone, language) },
    { name: stores.facts.closes, value: formatMoment(closesAt, timeZone, language) },
    { name: stores.facts.party, value: largestParty > 1 ? stores.facts.upTo(people(largestParty)) : people(1) },
    ...(placesPerPerson === null ? [] : [{ name: stores.facts.each, value: stores.facts.places(placesPerPerson) }]),
    { name: stores.facts.order, value: fillsGaps ? stores.facts.fillsGaps : stores.facts.strict },
    { name: stores.facts.returned, value: offerMinutes > 0 ? stores.facts.offered(offerMinutes) : stores.facts.seated },
  ];
  return (
    <section className="store-facts" aria-labelledby="facts">
      <h2 id="facts">{stores.facts.title}</h2>
      <dl>
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {store.rules !== "" && <p className="store-rules">{store.rules}</p>}
    </section>
  );
}
