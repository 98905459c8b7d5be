import type { Bus } from "./bus.ts";

/** A bus within one process: listeners are called at once, in the order they subscribed. */
export function createLocalBus(): Bus {
  const listeners = new Map<string, ((message: unknown) => void)[]>();
  return {
    publish(channel, message) {
      for (const listener of listeners.get(channel) ?? []) listener(message);
    },
    subscribe(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    },
  };
}
