import type { Courier, Outbox } from "./ports.ts";
import { lanes, sentAtOnce } from "./rules.ts";
import type { Sending } from "./sending-service.ts";

/** Sends in this process, in two lanes, so that one sends while the other asks the database. */
export function createLocalCourier(sending: Sending, outbox: Pick<Outbox, "release">): Courier {
  return {
    async carry({ messages, lease }, mayBegin) {
      let next = 0;
      let goesThrough = true;
      async function lane(): Promise<void> {
        while (next < messages.length && goesThrough && mayBegin()) {
          const some = messages.slice(next, next + sentAtOnce / lanes);
          next += some.length;
          if (!(await sending.send({ messages: some, lease }))) goesThrough = false;
        }
      }
      await Promise.all(Array.from({ length: lanes }, lane));
      if (next < messages.length) await outbox.release({ lease, messages: messages.slice(next) });
      return goesThrough;
    },
    close: sending.close,
  };
}
