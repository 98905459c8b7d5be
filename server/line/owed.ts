import type { PersonId, SlotId } from "../../shared/ids.ts";
import type { Entry } from "../../shared/line.ts";
import type { Line, LineNews, News } from "./ports.ts";
import type { Watch, Watched } from "./watch.ts";

/** So many entries are read and told in one look; whoever is left is told in the next ones. */
const mostToldPerLook = 200;
/** So many entries are asked for at once when something happens to them; whoever is past it is owed. */
const mostAskedAtOnce = 20;

/** Somebody who is still to be told of their entry in this slot. */
interface Debt {
  readonly person: PersonId;
  readonly slot: SlotId;
}

interface World {
  readonly watch: Watch;
  readonly news: LineNews;
  readonly line: Pick<Line, "mine">;
}

/**
 * People here whose entries changed without their doing: seated, offered, expired, missed. An offer can end without a
 * departure, so those who hold one are looked up too; and so are all who wait, when more left than are listed. One
 * statement each, however many people there are: at most those with sockets here. Where the host closed the slot it is
 * everybody who has a place in it.
 */
async function affectedBy(
  { watch, news }: World,
  watched: Watched,
  { gone, closedAt }: News,
): Promise<ReadonlySet<PersonId>> {
  const { slot, people, offered } = watched;
  if (closedAt !== null) return new Set(people);
  const affected = new Set(offered);
  const forget = (still: readonly PersonId[]) => {
    for (const person of still) affected.delete(person);
  };
  if (offered.size > 0) forget(await news.among(slot, [...offered], ["offered"]));
  if (people.size === 0 || gone?.length === 0) return affected;
  if (gone !== null) {
    for (const person of await news.owners(slot, gone)) if (people.has(person)) affected.add(person);
    return affected;
  }
  const waiters = watch.waitersIn(watched);
  for (const person of waiters) affected.add(person);
  if (waiters.length > 0) forget(await news.among(slot, waiters, ["waiting", "waitlisted"]));
  return affected;
}

/**
 * Whoever is still to be told of their own entry: kept until they were, or have gone. Bounded by the people with
 * sockets here and the slots they have entries in.
 */
export function createOwed(world: World) {
  const { watch, line } = world;
  const owed = new Map<string, Debt>();
  let asking = 0;
  const nameOf = ({ person, slot }: Debt) => `${slot} ${person}`;

  const owe = (debt: Debt): unknown => owed.set(nameOf(debt), debt);
  function tell(person: PersonId, entry: Entry): void {
    const text = JSON.stringify({ entry });
    for (const window of watch.windowsOf(person) ?? []) window.send(text);
    watch.hasEntry(person, entry.slotId, entry.state);
  }
  async function payOne(debt: Debt): Promise<void> {
    const { person, slot } = debt;
    if (!owed.delete(nameOf(debt)) || watch.windowsOf(person) === undefined) return;
    try {
      const entry = await line.mine(slot, person);
      if (entry !== null && !("problem" in entry)) tell(person, entry);
    } catch (error) {
      // At the end, so that one entry that cannot be read keeps nobody else waiting.
      owe(debt);
      throw error;
    }
  }

  return {
    tell,
    /** Asks for the entry and tells it now; what cannot be read now, or comes with many others, is owed. */
    async ask(debt: Debt): Promise<void> {
      owe(debt);
      if (asking >= mostAskedAtOnce) return;
      asking += 1;
      await payOne(debt).finally(() => {
        asking -= 1;
      });
    },
    /** Owes everybody here whose entry changed by what is new about the slot since it was looked at. */
    async oweAffected(watched: Watched, latest: News): Promise<void> {
      const { slot, looked, told } = watched;
      if (looked?.rev === latest.rev) return;
      // `gone` is in order of departure, from what followers know on.
      const known = looked === null ? 0 : looked.departed - (told ?? looked).departed;
      const gone = latest.gone?.slice(known) ?? null;
      for (const person of await affectedBy(world, watched, { ...latest, gone })) owe({ person, slot });
    },
    /** Tells some of them. Rejects at the first entry that cannot be read, which is tried again next time. */
    async pay(): Promise<void> {
      for (const debt of [...owed.values()].slice(0, mostToldPerLook)) await payOne(debt);
    },
  };
}
