import type { PersonId, SlotId, StoreId } from "../../shared/ids.ts";
import { type Chance, createChance } from "../platform/chance.ts";
import model from "./model.json" with { type: "json" };
import { demoPeople, type PastPopup, type Popup, pastPopups, popups, visitorNames } from "./popups.ts";
import type { DemoBook, DemoPast, NewDemoSlot, PastVisit, Presses } from "./ports.ts";
import { talkIn } from "./talk.ts";
import { type PlannedSlot, type PlannedStore, planStore } from "./timetable.ts";
import { createGuests, type Guests, pressesFor, visitsOf } from "./visits.ts";

const visitorCount = 400;
const dayMs = 86_400_000;
/** Half a year and a little: everybody was here before their first visit. */
const firstDays = 200;
const usualLargestParty = 4;
const offerMinutes = 15;
const seed = 20_261_125;

interface Planned {
  readonly id: StoreId;
  readonly popup: Popup | PastPopup;
  readonly store: PlannedStore;
}

interface BookedSlot {
  readonly planned: Planned;
  readonly plan: PlannedSlot;
  readonly visits: readonly Omit<PastVisit, "slot">[];
}

const largestPartyOf = ({ popup }: Planned) => popup.largestParty ?? usualLargestParty;

async function addEverybody(book: DemoBook, now: number, chance: Chance) {
  const hosts = [...new Set([demoPeople.host, ...popups.map(({ host }) => host)])];
  const since = () => now - Math.round(chance.between(firstDays, firstDays + 60) * dayMs);
  const visitors = visitorNames(visitorCount);
  const ids = await book.addPeople([
    ...visitors.map((name) => ({ name, role: "visitor" as const, since: since() })),
    ...hosts.map((name) => ({ name, role: "host" as const, since: since() })),
    { name: demoPeople.operator, role: "operator", since: since() },
  ]);
  const ownerOf = new Map(hosts.map((name, index) => [name, ids[visitorCount + index] as PersonId]));
  return { visitors: ids.slice(0, visitorCount), ownerOf };
}

/** The past ones first, then the present ones from the last: lists show the newest first. */
async function addStores(book: DemoBook, ownerOf: ReadonlyMap<string, PersonId>, now: number, chance: Chance) {
  const planned = [...pastPopups, ...popups.toReversed()].map((popup, index): Planned => {
    return { id: String(index + 1) as StoreId, popup, store: planStore(popup, now, chance) };
  });
  const earlier = new Map<string, number>();
  const rows = planned.map(({ id, popup, store }) => {
    const numberInCategory = earlier.get(popup.category) ?? 0;
    earlier.set(popup.category, numberInCategory + 1);
    const { name, bio, category, district } = popup;
    const { startsOn, endsOn, opensAt, closesAt } = store;
    return {
      ...{ id, name, bio, category, district, startsOn, endsOn, opensAt, closesAt, numberInCategory, offerMinutes },
      owner: ownerOf.get(popup.host) as PersonId,
      registeredAt: Math.min(opensAt, now) - 3 * dayMs,
      largestParty: popup.largestParty ?? usualLargestParty,
    };
  });
  await book.addStores(rows);
  return planned;
}

async function addSlots(book: DemoBook, planned: readonly Planned[], guests: Guests, chance: Chance) {
  const booked = planned.flatMap((each) =>
    each.store.slots.map((plan): BookedSlot => {
      const visits = plan.isOver ? visitsOf(plan, each.store, largestPartyOf(each), guests, chance) : [];
      return { planned: each, plan, visits };
    }),
  );
  const rows = booked.map(({ planned: { id }, plan, visits }): NewDemoSlot => {
    const { startsAt, endsAt, capacity, isOver, seats } = plan;
    return { store: id, startsAt, endsAt, capacity, over: isOver ? { held: seats, tickets: visits.length } : null };
  });
  const ids = await book.addSlots(rows);
  return booked.map((each, index) => ({ ...each, slot: ids[index] as SlotId }));
}

type StoredSlot = BookedSlot & { readonly slot: SlotId };

function pressesOf(slots: readonly StoredSlot[], visitor: PersonId, guests: Guests, chance: Chance): Presses[] {
  const welcomed = new Set<StoreId>();
  return slots.map(({ slot, plan, planned }) => {
    const guest = "guest" in planned.popup && !welcomed.has(planned.id) ? planned.popup.guest : undefined;
    if (guest !== undefined) welcomed.add(planned.id);
    const wished = guest === "confirmed" ? { seated: visitor } : { waiting: guest && visitor };
    return pressesFor({ slot, plan, largestParty: largestPartyOf(planned), ...wished }, guests, chance);
  });
}

/** The parties that are seated, and the ones after them. */
function parted(presses: readonly Presses[], seats: ReadonlyMap<SlotId, number>) {
  const cut = presses.map((press) => {
    let left = seats.get(press.slot) ?? 0;
    const count = press.parties.filter((party) => {
      left -= party;
      return left >= 0;
    }).length;
    const part = (from: number, to?: number) => ({
      slot: press.slot,
      people: press.people.slice(from, to),
      parties: press.parties.slice(from, to),
    });
    return [part(0, count), part(count)] as const;
  });
  const somebody = ({ people }: Presses) => people.length > 0;
  return { seated: cut.map(([first]) => first).filter(somebody), after: cut.map(([, rest]) => rest).filter(somebody) };
}

/** Demo mode's invented world. */
export function createDemo({ book }: { book: DemoBook & DemoPast }) {
  return {
    people: demoPeople,

    /** Writes it on the first start, all of it or nothing; answers whether it did. */
    seed: (): Promise<boolean> =>
      book.onceOnEmpty(async (now) => {
        const chance = createChance(seed);
        const { visitors, ownerOf } = await addEverybody(book, now, chance);
        const guests = createGuests(visitors, chance);
        const planned = await addStores(book, ownerOf, now, chance);
        const slots = await addSlots(book, planned, guests, chance);
        await book.addPast(slots.flatMap(({ slot, visits }) => visits.map((visit) => ({ slot, ...visit }))));

        const coming = slots.filter(({ plan }) => !plan.isOver);
        const presses = pressesOf(coming, visitors[0] as PersonId, guests, chance);
        const { seated, after } = parted(presses, new Map(coming.map(({ slot, plan }) => [slot, plan.seats])));
        const paused = coming.filter(({ planned: { popup } }) => "paused" in popup && popup.paused);
        await book.admit(seated, now);
        await book.pause(paused.map(({ slot }) => slot));
        await book.admit(after, now);
        const rooms = planned.map(({ id, popup }) => ({
          id,
          name: popup.name,
          owner: ownerOf.get(popup.host) as PersonId,
        }));
        await book.addTalk(talkIn(rooms, visitors, now, chance));
        await book.addModel(model);
      }),
  };
}
