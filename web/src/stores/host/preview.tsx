import type { Edition } from "../../../../shared/editions.ts";
import type { StoreCard as Card } from "../../../../shared/stores.ts";
import { serverClock } from "../../clock.ts";
import { StoreCard } from "../store-card.tsx";
import { StoreFacts } from "../store-facts.tsx";
import { useHostTexts } from "./texts.ts";

const today = () => new Date(serverClock.now()).toISOString().slice(0, 10);

/** The card that visitors will see, with something in the place of what is not said yet. */
function cardOf(edition: Edition, unnamed: string): Card {
  const opensAt = edition.opensAt ?? new Date(serverClock.now()).toISOString();
  const isOpen = Date.parse(opensAt) <= serverClock.now();
  const picture = edition.showsPicture ? edition.picture : null;
  return {
    ...edition,
    name: edition.name || unnamed,
    category: edition.category ?? "life",
    startsOn: edition.startsOn ?? today(),
    endsOn: edition.endsOn ?? today(),
    opensAt,
    closesAt: edition.closesAt ?? opensAt,
    fillsGaps: false,
    offerMinutes: 60,
    graceMinutes: 30,
    releasesNoShows: false,
    hostName: "",
    state: isOpen ? "open" : "upcoming",
    capacity: edition.seats,
    seatsLeft: Math.max(0, edition.seats - edition.people),
    waiting: 0,
    nextSlotId: null,
    poster: { ...edition.poster, picture },
  };
}

/** As people will see it, drawn by what draws it for them. Nothing in it can be pressed. */
export function Preview({ edition }: { edition: Edition }) {
  const texts = useHostTexts();
  const card = cardOf(edition, texts.unnamed);
  return (
    <aside className="host-preview" aria-labelledby="preview-title">
      <h2 className="section-title" id="preview-title">
        {texts.preview}
      </h2>
      <p className="fine">{texts.previewWhy}</p>
      <div inert key={`${card.category} ${edition.revision}`}>
        <ul>
          <StoreCard card={card} now={serverClock.now()} />
        </ul>
        {edition.bio !== "" && <p className="store-bio">{edition.bio}</p>}
        <StoreFacts store={card} />
      </div>
    </aside>
  );
}
