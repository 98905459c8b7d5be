import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { moved } from "../ui/router.tsx";
import { addressOf, chosenIn } from "./explore-query.ts";

/** The card at the top of the window, by its place in the list, and how far it is from there. */
interface Sight {
  readonly place: number;
  readonly offset: number;
}

const mostKept = 20;
const framesToSettle = 3;
const kept = new Map<string, Sight>();
let wentBack = false;

/** Before anybody else hears of it: the page is drawn within their listeners. */
function watchMoves(): void {
  const note = (isBack: boolean) => () => {
    wentBack = isBack;
  };
  window.addEventListener("popstate", note(true), true);
  window.addEventListener(moved, note(false), true);
}
if (typeof window !== "undefined") watchMoves();

/**
 * Keeps what people see of the list at each address, and shows it again when they come back to it. By a card, not by
 * pixels: cards that were never drawn have no height of their own yet.
 */
export function useKeptScroll(address: string, isThere: boolean): RefObject<HTMLUListElement | null> {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const look = () => {
      // While the page is being left, what scrolls is the next one.
      if (list.current !== null && addressHere() === address) keep(address, sightOf(list.current));
    };
    window.addEventListener("scroll", look, { passive: true });
    return () => window.removeEventListener("scroll", look);
  }, [address]);
  useLayoutEffect(() => {
    const sight = kept.get(address);
    if (!isThere || !wentBack || sight === undefined || list.current === null) return;
    wentBack = false;
    return show(list.current, sight);
  }, [address, isThere]);
  return list;
}

const addressHere = () =>
  location.pathname === "/explore" ? addressOf(chosenIn(new URLSearchParams(location.search))) : null;

function keep(address: string, sight: Sight | null): void {
  kept.delete(address);
  if (sight !== null) kept.set(address, sight);
  const oldest = kept.keys().next().value;
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
}

function sightOf(list: HTMLElement): Sight | null {
  if (window.scrollY === 0) return null;
  const cards = [...list.children];
  const place = cards.findIndex((card) => card.getBoundingClientRect().bottom > 0);
  const card = cards[place];
  return card === undefined ? null : { place, offset: card.getBoundingClientRect().top };
}

/** At once, and again while the cards around it get their heights. */
function show(list: HTMLElement, { place, offset }: Sight): () => void {
  let frames = framesToSettle;
  let frame = 0;
  const scroll = () => {
    const card = list.children[place];
    if (card !== undefined) window.scrollBy({ top: card.getBoundingClientRect().top - offset, behavior: "instant" });
    frames -= 1;
    if (frames > 0) frame = requestAnimationFrame(scroll);
  };
  scroll();
  return () => cancelAnimationFrame(frame);
}
