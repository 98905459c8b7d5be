import { randomUUID } from "node:crypto";
import type { Store } from "../shared/stores.ts";
import type { Accounts } from "./accounts/index.ts";
import stories from "./demo-stores.json" with { type: "json" };
import type { Clock } from "./platform/clock.ts";
import type { Slots } from "./slots/index.ts";
import type { Stores } from "./stores/index.ts";

interface Rooms {
  readonly accounts: Accounts;
  readonly stores: Stores;
  readonly slots: Slots;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const slotsCapacity = 10;

const seoulDay = (moment: number) => new Date(moment + 9 * 60 * minuteMs).toISOString().slice(0, 10);

/** A few invented stores, one per state, all times relative to now. Stores that are there already are left alone. */
export async function seedDemo({ accounts, stores, slots }: Rooms, clock: Pick<Clock, "now">): Promise<void> {
  const { items } = await stores.list({ limit: "1" });
  if (items.length > 0) return;
  const now = clock.now();
  const { person: host } = await accounts.signInDemo("스튜디오 문래", "host");
  for (const story of stories) {
    const wish = {
      name: story.name,
      bio: story.bio,
      category: story.category as Store["category"],
      district: story.district,
      startsOn: seoulDay(now + dayMs),
      endsOn: seoulDay(now + 4 * dayMs),
      opensAt: new Date(now + story.opensInMinutes * minuteMs).toISOString(),
    };
    const store = await stores.register(host.id, wish, randomUUID());
    if ("problem" in store) continue;
    const plan = {
      dates: [1, 2, 3].map((days) => seoulDay(now + days * dayMs)),
      times: story.times,
      capacity: story.capacity ?? slotsCapacity,
    };
    await slots.add(store.id, host.id, plan, randomUUID());
  }
}
