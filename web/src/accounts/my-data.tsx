import { useCallback, useEffect, useState } from "react";
import { type Consent, type Consents, consentVersion, optionalConsents } from "../../../shared/privacy.ts";
import { isProblem, read, write } from "../api.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { Confirm } from "../ui/confirm.tsx";
import { formatDay } from "../ui/moments.ts";
import { Link } from "../ui/router.tsx";
import { useAction } from "../ui/use-action.ts";
import { useSession } from "./session.tsx";
import { usePrivacyTexts } from "./texts.ts";

/** What is stored of me: a copy, what I agreed to, and leaving for good. */
export function MyData() {
  const texts = usePrivacyTexts();
  return (
    <section className="my-data" aria-labelledby="my-data-title">
      <h2 className="section-title" id="my-data-title">
        {texts.mine}
      </h2>
      <p className="sub small">{texts.mineWhy}</p>
      <Agreed />
      <div className="pair">
        <a className="button line" href="/api/me/export" download="popline.json">
          {texts.copy}
        </a>
        <Link className="button line" to="/privacy">
          {texts.read}
        </Link>
      </div>
      <Leave />
    </section>
  );
}

/** The latest of each kind, in the order in which they are asked for. */
const latestOf = ({ items }: Consents) => [...new Map(items.toReversed().map((each) => [each.kind, each])).values()];

function Agreed() {
  const texts = usePrivacyTexts();
  const { problems } = useMessages();
  const [consents, setConsents] = useState<Consents | null>(null);
  const refresh = useCallback(async () => {
    const answer = await read<Consents>("/api/me/consents");
    if (!isProblem(answer)) setConsents(answer);
  }, []);
  useEffect(() => void refresh(), [refresh]);
  const { problem, run } = useAction<Consents>(setConsents);
  const takeBack = ({ kind }: Consent) =>
    run(() => write("POST", "/api/me/consents", { body: { kinds: [kind], isGiven: false, version: consentVersion } }));
  if (consents === null || consents.items.length === 0) return null;
  return (
    <>
      <ul aria-label={texts.agreed}>
        {latestOf(consents).map((consent) => (
          <ConsentRow key={consent.kind} consent={consent} onTakeBack={() => takeBack(consent)} />
        ))}
      </ul>
      {problem !== null && (
        <p className="problem" role="alert">
          {problems[problem.problem]}
        </p>
      )}
    </>
  );
}

function ConsentRow({ consent, onTakeBack }: { consent: Consent; onTakeBack: () => void }) {
  const texts = usePrivacyTexts();
  const language = useLanguage();
  const { kind, isGiven, at, version } = consent;
  const day = formatDay(at, undefined, language);
  const isOptional = (optionalConsents as readonly string[]).includes(kind);
  return (
    <li>
      <div>
        <b>{texts.kinds[kind]}</b>
        <p className="fine">{isGiven ? texts.given(day, version) : texts.takenBackAt(day)}</p>
      </div>
      {isOptional && isGiven && (
        <button className="quiet" type="button" aria-label={texts.takeBackOf(texts.kinds[kind])} onClick={onTakeBack}>
          {texts.takeBack}
        </button>
      )}
    </li>
  );
}

function Leave() {
  const texts = usePrivacyTexts();
  const { problems } = useMessages();
  const { erase } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  const erasing = useAction<null>(() => undefined);
  function leave(): void {
    setIsAsking(false);
    erasing.run(erase);
  }
  return (
    <>
      <button className="button ghost" type="button" disabled={erasing.isBusy} onClick={() => setIsAsking(true)}>
        {texts.erase}
      </button>
      {erasing.problem !== null && (
        <p className="problem" role="alert">
          {problems[erasing.problem.problem]}
        </p>
      )}
      {isAsking && (
        <Confirm
          title={texts.eraseTitle}
          consequence={texts.eraseWhy}
          yes={texts.erase}
          no={texts.eraseNo}
          onYes={leave}
          onNo={() => setIsAsking(false)}
        />
      )}
    </>
  );
}
