import type { Edition } from "../../../../shared/editions.ts";
import type { StoreCard as Card } from "../../../../shared/stores.ts";
import { serverClock } from "../../clock.ts";
import { StoreCard } from "../store-card.tsx";
import { StoreFacts } from "../store-facts.tsx";
import { useHostTexts } from "./texts.ts";

const stateOf = (isOpen: boolean, seats: number): Card["state"] => {
  if (!isOpen) return "upcoming";
  return seats === 0 ? "closed" : "open";
};

/** The card that visitors will see, with something in the place of what is not said yet. */
function cardOf(edition: Edition, unnamed: string, somewhere: string): Card {
  const opensAt = edition.opensAt ?? new Date(serverClock.now()).toISOString();
  const isOpen = Date.parse(opensAt) <= serverClock.now();
  const picture = edition.showsPicture ? edition.picture : null;
  return {
    ...edition,
    name: edition.name || unnamed,
    district: edition.district || somewhere,
    category: edition.category ?? "life",
    startsOn: edition.startsOn ?? "",
    endsOn: edition.endsOn ?? "",
    opensAt,
    closesAt: edition.closesAt ?? opensAt,
    hostName: "",
    state: stateOf(isOpen, edition.seats),
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
  const card = cardOf(edition, texts.unnamed, texts.fields.district);
  return (
    <aside className="host-preview" aria-labelledby="preview-title">
      <p className="fine">{edition.id === "" ? texts.previewLater : texts.previewWhy}</p>
      <h2 className="section-title" id="preview-title">
        {texts.preview}
      </h2>
      {edition.id === "" ? <div className="blank" /> : <Drawn card={card} edition={edition} />}
    </aside>
  );
}

function Drawn({ card, edition }: { card: Card; edition: Edition }) {
  const texts = useHostTexts();
  const hasDays = edition.startsOn !== null && edition.endsOn !== null;
  // Of a draft without times nobody may say that its reservations are closed.
  const isSoon = edition.publishedAt === null && (edition.seats === 0 || edition.opensAt === null);
  const untold = {
    category: edition.category === null ? texts.fields.category : null,
    days: hasDays ? null : texts.noDays,
    seats: isSoon ? texts.noTimes : null,
  };
  return (
    <div inert>
      <ul>
        <StoreCard card={card} now={serverClock.now()} untold={untold} />
      </ul>
      {edition.bio !== "" && <p className="store-bio">{edition.bio}</p>}
      {edition.opensAt !== null && edition.closesAt !== null && <StoreFacts store={card} />}
    </div>
  );
}
