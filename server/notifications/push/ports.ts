import type { PersonId, SessionId } from "../../../shared/ids.ts";
import type { PushNote, PushSubscription } from "../../../shared/push.ts";
import type { HandOver, PushDevice } from "../ports.ts";

/** The browsers of people. */
export interface PushDevices {
  /** The browser shows notifications from now on, as long as this session lives; whoever had it before loses it. */
  keep(person: PersonId, session: SessionId, subscription: PushSubscription): Promise<void>;
  /** The person's own browser falls silent; another's stays. */
  drop(person: PersonId, endpoint: string): Promise<void>;
  /** Its push service says that it is gone. */
  forget(device: string): Promise<void>;
}

/** Hands one note to the push service of one device. `gone`: nothing will ever reach it again. */
export interface PushCourier {
  deliver(device: PushDevice, note: PushNote, withinMs: number): Promise<HandOver & { readonly isGone: boolean }>;
}
