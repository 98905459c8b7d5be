import { useState } from "react";
import { serverClock } from "../../clock.ts";
import { fetchFile, saveFile } from "../../file.ts";
import { dayOf } from "../../ui/moments.ts";
import { useDoorTexts } from "./texts.ts";

/** Today's attendees as a file for spreadsheets. */
export function AttendeesFile({ storeId, timeZone }: { storeId: string; timeZone: string }) {
  const texts = useDoorTexts();
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  async function save(): Promise<void> {
    setState("busy");
    const date = dayOf(serverClock.now(), timeZone);
    const file = await fetchFile(`/api/stores/${storeId}/reservations?date=${date}`, "text/csv");
    setState(file === null ? "failed" : "idle");
    if (file !== null) saveFile(file, `popline-${storeId}-${date}.csv`);
  }
  return (
    <>
      <button className="button line" type="button" disabled={state === "busy"} onClick={() => void save()}>
        {texts.file}
      </button>
      {state === "failed" && (
        <p className="problem" role="alert">
          {texts.fileFailed}
        </p>
      )}
    </>
  );
}
