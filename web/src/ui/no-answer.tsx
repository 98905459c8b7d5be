import { useEffect, useState } from "react";
import { useMessages } from "../messages/use-messages.ts";
import { Note } from "./note.tsx";

const patienceMs = 4_000;

/** Says that nobody answers: at once where that is known, and after a few seconds of waiting. */
export function NoAnswer({ isLost = false }: { isLost?: boolean }) {
  const { site, stores } = useMessages();
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="alert">
      {(isLost || isLate) && (
        <Note icon="network" title={site.noAnswer}>
          {stores.lostWhy}
        </Note>
      )}
    </div>
  );
}
