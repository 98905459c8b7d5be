import { useState } from "react";
import { type Consent, type Consents, type OptionalConsent, optionalConsents } from "../../../shared/privacy.ts";
import { read, write } from "../api.ts";
import { saveFile } from "../file.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { Confirm } from "../ui/confirm.tsx";
import { formatDay } from "../ui/moments.ts";
import { Link } from "../ui/router.tsx";
import { useAction } from "../ui/use-action.ts";
import { useSession } from "./session.tsx";
import { usePrivacyTexts } from "./texts.ts";
import type { KnownConsents } from "./use-consents.ts";

interface MyDataShown {
  readonly known: KnownConsents;
  /** What was told for it is gone as well. */
  readonly onTakenBack: () => void;
}

const fileName = "popline.json";

/** What is stored of me: a copy, what I agreed to, and leaving for good. */
export function MyData({ known, onTakenBack }: MyDataShown) {
  const texts = usePrivacyTexts();
  const { problems } = useMessages();
  const [wasSaved, setWasSaved] = useState(false);
  // Asked for by a script, so that a refusal is said here and is no download that failed.
  const copying = useAction<object>((copy) => {
    saveFile(new Blob([JSON.stringify(copy, null, 2)], { type: "application/json" }), fileName);
    setWasSaved(true);
  });
  return (
    <section className="my-data" aria-labelledby="my-data-title">
      <h2 className="section-title" id="my-data-title">
        {texts.mine}
      </h2>
      <p className="sub small">{texts.mineWhy}</p>
      <Agreed known={known} onTakenBack={onTakenBack} />
      <div className="pair">
        <button
          className="button line"
          type="button"
          disabled={copying.isBusy}
          onClick={() => copying.run(() => read<object>("/api/me/export"))}
        >
          {texts.copy}
        </button>
        <Link className="button line" to="/privacy">
          {texts.read}
        </Link>
      </div>
      {copying.problem !== null && (
        <p className="problem" role="alert">
          {problems[copying.problem.problem]}
        </p>
      )}
      {wasSaved && (
        <p className="fine" role="status">
          {texts.copyMissing}{" "}
          {/* No `download`: a refusal would be saved under that name too. The answer says whether it is a file. */}
          <a href="/api/me/export">{texts.copyByLink}</a>
        </p>
      )}
      <Leave />
    </section>
  );
}

/** The latest of each kind, in the order in which they are asked for. */
const latestOf = ({ items }: Consents) => [...new Map(items.toReversed().map((each) => [each.kind, each])).values()];

function Agreed({ known: { consents, know }, onTakenBack }: MyDataShown) {
  const texts = usePrivacyTexts();
  const { problems } = useMessages();
  const [asked, setAsked] = useState<OptionalConsent | null>(null);
  const { problem, run } = useAction<Consents>((answer) => {
    know(answer);
    onTakenBack();
  });
  function takeBack(kind: OptionalConsent): void {
    setAsked(null);
    run(() => write("POST", "/api/me/consents", { body: { kinds: [kind], isGiven: false } }));
  }
  if (consents === null || consents.items.length === 0) return null;
  return (
    <>
      <ul aria-label={texts.agreed}>
        {latestOf(consents).map((consent) => (
          <ConsentRow key={consent.kind} consent={consent} onTakeBack={setAsked} />
        ))}
      </ul>
      {problem !== null && (
        <p className="problem" role="alert">
          {problems[problem.problem]}
        </p>
      )}
      {asked !== null && (
        <Confirm
          title={texts.takeBackTitle(texts.kinds[asked])}
          consequence={texts.takeBackWhy[asked]}
          yes={texts.takeBack}
          no={texts.takeBackNo}
          onYes={() => takeBack(asked)}
          onNo={() => setAsked(null)}
        />
      )}
    </>
  );
}

interface ConsentShown {
  readonly consent: Consent;
  readonly onTakeBack: (kind: OptionalConsent) => void;
}

function ConsentRow({ consent, onTakeBack }: ConsentShown) {
  const texts = usePrivacyTexts();
  const language = useLanguage();
  const { kind, isGiven, at, version } = consent;
  const day = formatDay(at, undefined, language);
  const optional = optionalConsents.find((each) => each === kind);
  return (
    <li>
      <div>
        <b>{texts.kinds[kind]}</b>
        <p className="fine">{isGiven ? texts.given(day, version) : texts.takenBackAt(day)}</p>
      </div>
      {optional !== undefined && isGiven && (
        <button
          className="quiet"
          type="button"
          aria-label={texts.takeBackOf(texts.kinds[kind])}
          onClick={() => onTakeBack(optional)}
        >
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
      <button className="button line erase" type="button" disabled={erasing.isBusy} onClick={() => setIsAsking(true)}>
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
