import type { RehearsalState } from "../../../shared/rehearsals.ts";
import { useTexts } from "./texts.ts";

/** Where the rehearsal stands: visitors coming in as a bar, then what was answered and taken. */
export function Running({ state }: { state: RehearsalState }) {
  const texts = useTexts();
  const { phase, visitors, seats, signedIn, answered } = state;
  const last = state.seconds.at(-1);
  return (
    <section className="running">
      <h1 className="rehearsal-title" tabIndex={-1}>
        {texts.title(visitors)}
      </h1>
      <p className="phase" role="status">
        <span className="pulse" aria-hidden="true" />
        {texts.phases[phase]}
      </p>
      {phase === "signing-in" || phase === "waiting" ? (
        <>
          <progress aria-label={texts.signingIn} max={visitors} value={signedIn} />
          <p className="sub small tabular">{texts.signedIn(signedIn, visitors)}</p>
        </>
      ) : (
        <p className="sub small tabular">
          {[
            texts.answered(answered),
            texts.bookedOf(last?.booked ?? 0, seats),
            texts.waitingNow(last?.waiting ?? 0),
          ].join(" · ")}
        </p>
      )}
    </section>
  );
}
