import type { Facts, HandOver, PushDevice } from "../ports.ts";
import { noteOf } from "./note.ts";
import type { PushCourier, PushDevices } from "./ports.ts";

export type Push = ReturnType<typeof createPush>;

interface World {
  readonly courier: PushCourier;
  readonly devices: Pick<PushDevices, "forget">;
}

/** Shows a message on browsers; those that their push service has given up are forgotten. */
export function createPush({ courier, devices }: World) {
  async function show(device: PushDevice, message: string, facts: Facts, withinMs: number): Promise<HandOver> {
    const { isGone, ...answer } = await courier.deliver(device, noteOf(message, facts), withinMs);
    if (isGone) await devices.forget(device.id);
    return answer;
  }

  /**
   * On all of them at once. One that shows it is enough; what failed for now is worth another try. When it answers, or
   * rejects, nothing is on its way any more.
   */
  return async (message: string, facts: Facts, to: readonly PushDevice[], withinMs: number): Promise<HandOver> => {
    const shown = to.map((device) => show(device, message, facts, withinMs));
    await Promise.allSettled(shown);
    const answers = await Promise.all(shown);
    const best = (outcome: HandOver["outcome"]) => answers.find((answer) => answer.outcome === outcome);
    return best("sent") ?? best("failed") ?? best("refused") ?? { outcome: "refused", trouble: "no device" };
  };
}
