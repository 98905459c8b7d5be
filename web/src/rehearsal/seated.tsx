import type { RefCallback } from "react";
import { useMessages } from "../messages/use-messages.ts";
import { Icon } from "../ui/icon.tsx";
import { Link } from "../ui/router.tsx";
import { useTexts } from "./texts.ts";
import type { GivingBack } from "./use-giving-back.ts";

interface SeatedState {
  readonly slotId: string;
  readonly visitors: number;
  readonly givingBack: GivingBack;
  /** Null while there is no line that moves. */
  readonly onGiveBack: (() => void) | null;
  readonly ref: RefCallback<HTMLElement>;
}

/** A seat and no rank to watch: it can be given back for a place in the line, with one press. */
export function Seated({ slotId, visitors, givingBack, onGiveBack, ref }: SeatedState) {
  const texts = useTexts();
  const { problems } = useMessages();
  const { isUnderWay, problem } = givingBack;
  return (
    <section className="my-place seated">
      <h2 tabIndex={-1} ref={ref}>
        {texts.seated}
      </h2>
      <p>{texts.seatedWhy(visitors)}</p>
      <Link className="button" to={`/slots/${slotId}`}>
        {texts.toPass}
        <Icon name="arrow" size={20} />
      </Link>
      {(onGiveBack !== null || isUnderWay) && (
        <>
          <button className="button line" type="button" disabled={isUnderWay} onClick={() => onGiveBack?.()}>
            {isUnderWay ? texts.givingBack : texts.giveBack}
          </button>
          <p className="small">{texts.giveBackWhy}</p>
        </>
      )}
      {problem !== null && (
        <p className="small" role="alert">
          {problems[problem.problem]}
        </p>
      )}
    </section>
  );
}
