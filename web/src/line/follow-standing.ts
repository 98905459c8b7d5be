import { useEffect, useState } from "react";
import type { Entry } from "../../../shared/line.ts";
import type { SlotFrame } from "../../../shared/live.ts";
import { isProblem } from "../api.ts";
import { createKeeper, kept, showKept } from "../kept.ts";
import { type LiveMessage, live } from "../live.ts";
import { startPolling } from "../polling.ts";
import { createAsking } from "../slots/ask-place.ts";
import { forgetLeft, forgetReceipt, isLive } from "../slots/kept-place.ts";
import { readOwnEntries } from "./own-entries.ts";
import { afterEntry, afterFrame, afterLook, isStanding, mostFollowed, type Places, slotsOf } from "./standing.ts";

const everyMs = 2_000;
/** With a socket the looks only make sure of what the messages said. */
const everyMsLive = 15_000;
/** Under this name they are kept on the device. */
export const myPlaces = "standing";

export interface Standing {
  readonly places: Places;
  /** Nobody answers: the places are as they were known last, on this page or before on this device. */
  readonly isLost: boolean;
}

/** The lines I stand in, null until they are known. `onSettled` is told when one became a seat, or came to its end. */
export function useStanding(onSettled: () => void): Standing | null {
  const [standing, setStanding] = useState<Standing | null>(null);
  useEffect(() => followStanding(setStanding, onSettled), [onSettled]);
  return standing;
}

/**
 * Tells the lines I stand in, and again whenever one of them moves: by live messages, and by asking about every 2 s
 * while there is no socket or for whoever stands in more lines than a socket follows. Answers how to stop.
 */
export function followStanding(onStanding: (standing: Standing) => void, onSettled: () => void): () => void {
  const board = createBoard(onStanding);
  const pauseMs = () => (live.isOpen() && board.places().length <= mostFollowed ? everyMsLive : everyMs);
  const polling = startPolling(() => look(board), pauseMs);
  const asking = createAsking(polling.hurry);

  function takeFrame(slot: SlotFrame): void {
    const seen = afterFrame(board.places(), slot);
    if (seen === "ask") asking.about(slot);
    else if (seen !== board.places()) board.know(seen);
  }
  function takeEntry(entry: Entry): void {
    const known = board.hear(entry);
    if (!known || !isStanding(entry)) asking.now();
    if (!isStanding(entry)) onSettled();
    if (!isLive(entry)) void forgetReceipt(createKeeper(), entry);
  }
  function hear({ slot, entry }: LiveMessage): void {
    if (slot !== undefined) takeFrame(slot);
    if (entry !== undefined) takeEntry(entry);
  }
  // The socket speaks for whoever was signed in when it was opened.
  live.renew();
  const ends = [live.follow("me", hear), live.onChange(polling.hurry), polling.stop, board.end];
  return () => {
    asking.stop();
    for (const end of ends) end();
  };
}

type Board = ReturnType<typeof createBoard>;

/** The places as they are known now; their slots are followed. */
function createBoard(onStanding: (standing: Standing) => void) {
  let places: Places = [];
  let timesTold = 0;
  let isGone = false;
  const slots = createFollowing();

  function know(next: Places, isLost = false): void {
    if (isGone) return;
    places = next;
    slots.followOnly(places);
    onStanding({ places, isLost });
  }
  return {
    places: () => places,
    timesTold: () => timesTold,
    know,
    /** Nobody answers: what is known stays, or what was kept. */
    lose: (last: Places | null) => know(places.length === 0 ? (last ?? []) : places, true),
    /** Takes over what was told of one of my entries; answers whether that is all there is to know. */
    hear(entry: Entry): boolean {
      timesTold += 1;
      const known = afterEntry(places, entry);
      if (known !== "ask") know(known);
      return known !== "ask";
    },
    end(): void {
      slots.followOnly([]);
      isGone = true;
    },
  };
}

async function look(board: Board): Promise<boolean> {
  const keeper = createKeeper();
  const names = keeper.names();
  const before = board.timesTold();
  const asked = readOwnEntries();
  showKept<Places>(myPlaces, asked, board.lose);
  const answer = await asked;
  if (isProblem(answer)) board.lose(await kept<Places>(myPlaces));
  // What was told meanwhile of an entry may be newer than the answer.
  else if (board.timesTold() === before) {
    board.know(afterLook(board.places(), answer.items));
    void keeper.keep(myPlaces, board.places());
    void forgetLeft(keeper, answer.items, await names);
  }
  return !isProblem(answer);
}

/** Follows the slots of these places and no others. What is told of them is heard with `me`. */
function createFollowing() {
  const followed = new Map<string, () => void>();
  function followOnly(places: Places): void {
    const wanted = slotsOf(places);
    for (const [topic, end] of followed) {
      if (wanted.has(topic)) continue;
      followed.delete(topic);
      end();
    }
    for (const topic of wanted)
      if (!followed.has(topic))
        followed.set(
          topic,
          live.follow(topic, () => undefined),
        );
  }
  return { followOnly };
}
