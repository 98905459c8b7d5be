import { serverClock } from "../../clock.ts";
import { CsvFile } from "../../ui/csv-file.tsx";
import { dayOf } from "../../ui/moments.ts";
import { useDoorTexts } from "./texts.ts";

/** Today's attendees as a file for spreadsheets. */
export function AttendeesFile({ storeId, timeZone }: { storeId: string; timeZone: string }) {
  const texts = useDoorTexts();
  function find() {
    const date = dayOf(serverClock.now(), timeZone);
    return { path: `/api/stores/${storeId}/reservations?date=${date}`, name: `popline-${storeId}-${date}.csv` };
  }
  return <CsvFile find={find} label={texts.file} failed={texts.fileFailed} />;
}
