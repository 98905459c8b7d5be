import { useEffect, useState } from "react";
import { LoadingBars } from "../ui/loading.tsx";
import { type PushState, readPushState, turnPushOff, turnPushOn } from "./push-device.ts";
import { useNotificationTexts } from "./texts.ts";

/** Whether the browser I am at shows my notifications. `pushKey` is what it subscribes with. */
export function PushSwitch({ pushKey }: { readonly pushKey: string }) {
  const { push } = useNotificationTexts();
  const [state, setState] = useState<PushState | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    // Some browsers refuse even to say, in their private windows.
    void readPushState()
      .catch((): PushState => "unsupported")
      .then(setState);
  }, []);

  async function turn(act: () => Promise<PushState | null>): Promise<void> {
    setBusy(true);
    setFailed(false);
    const next = await act().catch(() => null);
    if (next === null) setFailed(true);
    else setState(next);
    setBusy(false);
  }
  if (state === null) return <LoadingBars />;
  return (
    <div className="push-switch">
      <div>
        <b>{push.title}</b>
        <p className={hasFailed ? "problem" : "fine"} role="status">
          {hasFailed ? push.failed : push[state]}
        </p>
      </div>
      {state === "off" && (
        <button className="button line" type="button" disabled={isBusy} onClick={() => turn(() => turnPushOn(pushKey))}>
          {push.turnOn}
        </button>
      )}
      {state === "on" && (
        <button className="button line" type="button" disabled={isBusy} onClick={() => turn(turnPushOff)}>
          {push.turnOff}
        </button>
      )}
    </div>
  );
}
