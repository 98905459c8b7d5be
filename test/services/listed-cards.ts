import { createCards } from "../../server/stores/cards/cards.ts";
import { toCard } from "../../server/stores/cards/to-card.ts";
import { readPage } from "../../server/stores/cards/written-page.ts";
import type { ShelvedStore } from "../../server/stores/rules.ts";
import { createSqlStoreShelf } from "../../server/stores/store-shelf.sql.ts";
import type { SlotId, StoreId } from "../../shared/ids.ts";
import type { StoreCard } from "../../shared/stores.ts";
import { type Ledger, openLedger, type SlotWish } from "./ledger.ts";
import { patient } from "./places.ts";

interface Listed {
  readonly id: StoreId;
  /** What a server says that has listed it before, and what is counted of it now. */
  readonly said: StoreCard;
  readonly counted: StoreCard;
}

/** A shelf, and how many cards were counted. */
function watched({ database }: Ledger) {
  const shelf = createSqlStoreShelf(database);
  let counts = 0;
  const count: typeof shelf.count = (ids, wrote) => {
    counts += ids.length;
    return shelf.count(ids, wrote);
  };
  return { shelf, cards: createCards({ ...shelf, count }), counts: () => counts };
}

/** A store with one slot. */
async function addStore({ run, slot: add }: Ledger, wish: SlotWish = {}): Promise<{ id: StoreId; slot: SlotId }> {
  const slot = await add(wish);
  const [row] = await run<{ id: StoreId }>("select store_id::text as id from slot where id = $1", [slot]);
  return { slot, id: (row as { id: StoreId }).id };
}

async function versionOf({ run }: Ledger, id: StoreId): Promise<string | null> {
  const text = "select card_version::text as version from store_search where store_id = $1";
  return (await run<{ version: string | null }>(text, [id]))[0]?.version ?? null;
}

/** As if whatever was changed had been changed long ago. */
const letRest = ({ run }: Ledger) =>
  run("update store_search set card_taken_at = '-infinity' where card_version is null");

/** Stores in a ledger of its own, and what a server says of them that lists them again and again. */
export async function openListedCards(engine: "embedded" | "server") {
  const ledger = await openLedger(engine, patient);
  const { shelf, cards, counts } = watched(ledger);
  const list = async () => readPage(await cards.page({}, null, 100, null)).items;
  async function listed(): Promise<Listed[]> {
    const said = await list();
    const stores = await Promise.all(said.map(({ id }) => shelf.find(id)));
    return said.map((card, place) => ({ id: card.id, said: card, counted: toCard(stores[place] as ShelvedStore) }));
  }
  return {
    ...{ ledger, shelf, list, listed, close: ledger.close, giveVersions: cards.giveVersions },
    letRest: () => letRest(ledger),
    store: (wish?: SlotWish) => addStore(ledger, wish),
    versionOf: (id: StoreId) => versionOf(ledger, id),
    /** One of those that are listed. */
    only: async (id: StoreId) => (await listed()).find((each) => each.id === id) as Listed,
    /** Every card that is listed has a version, and is kept. */
    async settle(): Promise<void> {
      await letRest(ledger);
      await list();
      await cards.giveVersions();
      await list();
    },
    /** How many cards were counted for this list. */
    async countsFor(work: () => Promise<unknown>): Promise<number> {
      const before = counts();
      await work();
      return counts() - before;
    },
  };
}
