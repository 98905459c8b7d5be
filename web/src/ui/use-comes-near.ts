import { type RefObject, useEffect, useState } from "react";

/** Whether the element has come near what is in sight, if only once; what is in it need not be fetched before. */
export function useComesNear(place: RefObject<Element | null>): boolean {
  const [hasCome, setHasCome] = useState(false);
  useEffect(() => {
    if (hasCome || place.current === null) return;
    const look = (entries: IntersectionObserverEntry[]) => setHasCome(entries.some((entry) => entry.isIntersecting));
    const observer = new IntersectionObserver(look, { rootMargin: "50% 0px" });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [hasCome, place]);
  return hasCome;
}
