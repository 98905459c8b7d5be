import type { RefCallback } from "react";
import type { Entry } from "../../../shared/line.ts";
import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { rankOf } from "../line/rank.ts";
import { Rope } from "../line/rope.tsx";
import { SpokenRank } from "../line/spoken-rank.tsx";
import { usePlaceTexts } from "../line/texts.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Link } from "../ui/router.tsx";
import { useTexts } from "./texts.ts";

interface InLineState {
  readonly entry: Entry;
  readonly isLost: boolean;
  readonly ref: RefCallback<HTMLElement>;
}

/** The rank, and the rope on which I come nearer as others leave. */
export function InLine({ entry, isLost, ref }: InLineState) {
  const { figure, people } = useMessages();
  const { place } = usePlaceTexts();
  const texts = useTexts();
  const { hasExpired } = useSession();
  const rank = rankOf(entry);
  const behind = entry.behind ?? 0;
  return (
    <section
      className={isLost || hasExpired ? "my-place lost" : "my-place"}
      aria-label={place.mine}
      tabIndex={-1}
      ref={ref}
    >
      <p className="rank">
        <span>{place.mine}</span>
        <b>{figure(rank)}</b>
        <i>{place.rankUnit(rank)}</i>
      </p>
      <Rope rank={rank} inLine={rank + behind} />
      <p className="legend">
        <span className="legend-ahead">{place.aheadOfMe(people(rank - 1))}</span>
        <span className="legend-me">{place.me}</span>
        <span className="legend-behind">{place.behindMe(people(behind))}</span>
      </p>
      {hasExpired ? <SignIn to="place" /> : <SpokenRank rank={rank} isLost={isLost} />}
      <Link className="button line wide" to={`/slots/${entry.slotId}`}>
        {texts.toPlace}
      </Link>
    </section>
  );
}
