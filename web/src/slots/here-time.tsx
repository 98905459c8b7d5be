import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { formatHere } from "../ui/moments.ts";

/** The same moment on the reader's own clock, where that reads otherwise than at the store. */
export function HereTime({ moment, timeZone }: { moment: string; timeZone: string }) {
  const { slots } = useMessages();
  const here = formatHere(moment, timeZone, useLanguage());
  return here === null ? null : <span className="fine here-time">{slots.hereTime(here)}</span>;
}
