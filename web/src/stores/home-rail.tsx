import { useEffect, useRef, useState } from "react";
import type { StoreCard } from "../../../shared/stores.ts";
import { useSession } from "../accounts/session.tsx";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { useComesNear } from "../ui/use-comes-near.ts";
import type { OwnStores } from "./recommended.ts";
import { StoreRail } from "./store-rail.tsx";

/** Of what everybody likes, fewer are no row. What was chosen for somebody is noted as shown, so all of it is. */
const fewest = 3;

interface HomeRailContent {
  readonly popular: readonly StoreCard[];
  /** What the page knows of stores, which may be newer than the row. */
  readonly known: readonly StoreCard[];
  readonly now: number;
}

/**
 * What people want most; of whoever is signed in, once the row comes near, what they may like, in the same place. The
 * program and the words of that come with it.
 */
export function HomeRail({ popular, known, now }: HomeRailContent) {
  const { stores } = useMessages();
  const language = useLanguage();
  const { person } = useSession();
  const place = useRef<HTMLDivElement>(null);
  const own = useOwn(person?.id ?? null, useComesNear(place));
  if (person !== null && own !== null && own.items.length > 0) {
    const items = own.items.map(({ store, reason }) => ({
      card: known.find(({ id }) => id === store.id) ?? store,
      reason: reason(stores.categories[store.category], language),
    }));
    const title = own.title(person.name, language) ?? stores.popular;
    return (
      <div ref={place}>
        <StoreRail title={title} items={items} now={now} />
      </div>
    );
  }
  return (
    <div ref={place}>
      {popular.length >= fewest && (
        <StoreRail title={stores.popular} items={popular.map((card) => ({ card, reason: null }))} now={now} />
      )}
    </div>
  );
}

/** What the server recommends to this person; null until it has, and where nobody answers. */
function useOwn(personId: string | null, isNear: boolean): OwnStores | null {
  const [own, setOwn] = useState<OwnStores | null>(null);
  useEffect(() => {
    if (personId === null || !isNear) return;
    let isGone = false;
    async function load(): Promise<void> {
      const { readOwnStores } = await import("./recommended.ts");
      const stores = await readOwnStores();
      if (!isGone) setOwn(stores);
    }
    load().catch(() => undefined);
    return () => {
      isGone = true;
      setOwn(null);
    };
  }, [personId, isNear]);
  return own;
}
