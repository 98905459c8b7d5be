import { useEffect, useState } from "react";
import type { StoreCard } from "../../../shared/stores.ts";
import { serverClock, useRemaining } from "../clock.ts";
import { live } from "../live.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Countdown } from "../slots/countdown.tsx";
import { useOpeningHere } from "../slots/near-opening.ts";
import { keepClock } from "../slots/read-slot.ts";
import { Icon } from "../ui/icon.tsx";
import { shortDay } from "../ui/moments.ts";
import { useIsDemo } from "../ui/page-data.tsx";
import { Link } from "../ui/router.tsx";
import { Poster } from "./poster.tsx";
import { stateOf } from "./store-state.ts";

/** Everybody's countdown ends at the same moment; what they ask then may come a little apart. */
const spreadMs = 2_000;

interface HomeHeroContent {
  readonly card: StoreCard;
  /** The opening has come: what the card says is old. */
  readonly onOpen: () => void;
}

/** The opening everybody waits for, counting down on the server's clock, or the one that has just come. */
export function HomeHero({ card, onOpen }: HomeHeroContent) {
  const { countdown, figure, people, reserve, slots, stores } = useMessages();
  const remaining = useRemaining(card.opensAt);
  const isComing = remaining > 0;
  useHeroClock(card.nextSlotId);
  useOpeningHere(card.opensAt);
  const here = useHere(card.nextSlotId);
  useEffect(() => {
    if (isComing || card.state !== "upcoming") return;
    const timer = setTimeout(onOpen, Math.random() * spreadMs);
    return () => clearTimeout(timer);
  }, [isComing, card.state, onOpen]);
  const lead = [
    stores.district(card.district),
    stores.dates(shortDay(card.startsOn), shortDay(card.endsOn)),
    stores.seats(card.capacity),
  ];
  const seats = [
    { name: slots.left, count: card.seatsLeft },
    { name: slots.inLine, count: card.waiting },
  ];
  return (
    <>
      <Link className="hero-art" to={`/stores/${card.id}`} tabIndex={-1} aria-hidden="true">
        <Poster store={card} isFirst />
      </Link>
      <div className="hero-copy">
        <p className="kick">
          <span className="pulse" aria-hidden="true" />
          {isComing ? stores.nextLine : stores.openNow}
        </p>
        <h1 tabIndex={-1}>{card.name}</h1>
        <p className="lead">{lead.join(" · ")}</p>
        {isComing ? (
          <Countdown remainingMs={remaining} label={countdown.opensIn} />
        ) : (
          <p className="countdown seats">
            {seats.map(({ name, count }) => (
              <span key={name}>
                <b>{figure(count)}</b>
                <i>{name}</i>
              </span>
            ))}
          </p>
        )}
        <div className="hero-crowd">
          {isComing && here > 1 && <p className="crowd">{stores.wanted(people(here))}</p>}
        </div>
        <HeroActions card={card} isComing={isComing} />
        <p className="fine">{isComing ? countdown.clock : reserve.oneAnswer}</p>
      </div>
    </>
  );
}

function HeroActions({ card, isComing }: { card: StoreCard; isComing: boolean }) {
  const { reserve, stores } = useMessages();
  const isDemo = useIsDemo();
  const action = stateOf(card, serverClock.now()) === "sold-out" ? stores.joinWaiting : reserve.reserve;
  return (
    <div className="acts">
      <Link
        className="button primary"
        to={card.nextSlotId === null ? `/stores/${card.id}` : `/slots/${card.nextSlotId}`}
      >
        {isComing ? stores.enterEarly : action}
        <Icon name="arrow" size={20} />
      </Link>
      <Link className="button ghost" to={isDemo ? "/rehearsal" : `/stores/${card.id}`}>
        {isDemo ? stores.rehearse : stores.details}
      </Link>
    </div>
  );
}

/** How many look at this slot now, here or at its own page; 0 while nobody says. */
function useHere(slotId: string | null): number {
  const [here, setHere] = useState(0);
  useEffect(() => {
    if (slotId === null) return;
    const end = live.follow(`slot:${slotId}`, ({ slot }) => slot?.id === slotId && setHere(slot.here));
    return () => {
      end();
      setHere(0);
    };
  }, [slotId]);
  return here;
}

/** Five looks at the server's clock, and again whenever the page wakes, when the device may have slept. */
function useHeroClock(slotId: string | null): void {
  useEffect(() => (slotId === null ? undefined : keepClock(slotId)), [slotId]);
}
