import { useState } from "react";
import { openingSeconds } from "../../../shared/opening-bounds.ts";
import type { OpeningFrame } from "../../../shared/openings.ts";
import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { write } from "../api.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { TellForm } from "../notifications/tell-form.tsx";
import { StorePlaces } from "../stores/staff/store-places.tsx";
import { Absent } from "../ui/absent.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { LoadingBars } from "../ui/loading.tsx";
import { formatMoment, formatSecond } from "../ui/moments.ts";
import { Note } from "../ui/note.tsx";
import { useAction } from "../ui/use-action.ts";
import { JoinsChart } from "./joins-chart.tsx";
import { NowFigures } from "./now-figures.tsx";
import { Report } from "./report.tsx";
import { SlotRow } from "./slot-row.tsx";
import { useOpeningTexts } from "./texts.ts";
import { type OpeningPlace, useOpeningPlace, useReports, useWatched } from "./use-opening.ts";
import "./openings.css";

const reportEverySeconds = 15;

/** An opening while it is on, for those who work at the store, and the report it leaves. */
export function OpeningPage({ storeId }: { storeId: string }) {
  const texts = useOpeningTexts();
  const { site } = useMessages();
  const { person, isUnknown } = useSession();
  useDocumentTitle(`${texts.title} | ${site.name}`);
  if (person !== null) return <PlaceOfOpening key={person.id} storeId={storeId} />;
  return (
    <div className="narrow">
      <h1 className="page-title" tabIndex={-1}>
        {texts.title}
      </h1>
      {!isUnknown && <SignIn to="store" why={texts.signInWhy} />}
    </div>
  );
}

function PlaceOfOpening({ storeId }: { storeId: string }) {
  const place = useOpeningPlace(storeId);
  if (place === "absent") return <Absent />;
  return place === null ? <LoadingBars /> : <LiveOpening place={place} />;
}

function LiveOpening({ place: { store, isOwner } }: { place: OpeningPlace }) {
  const texts = useOpeningTexts();
  const { frame, seconds, isLost } = useWatched(store.id);
  const reports = useReports(store.id, occasionOf(frame));
  useHeadingFocus(frame === null ? null : "opening");
  if (frame === null) return <LoadingBars />;
  return (
    <div className="live-opening">
      <header className="tool-heading">
        <h1 tabIndex={-1}>{texts.ofStore(store.name)}</h1>
        <Phase frame={frame} timeZone={store.timeZone} />
        <StorePlaces storeId={store.id} here="opening" isOwner={isOwner} />
      </header>
      {isLost && (
        <Note icon="network" title={texts.lost} tone="warn">
          {texts.lostWhy}
        </Note>
      )}
      <NowFigures all={frame.all} />
      {!frame.isClosed && <JoinsChart seconds={seconds} />}
      <Slots frame={frame} timeZone={store.timeZone} isOwner={isOwner} />
      {isOwner && <TellForm storeId={store.id} />}
      <Report {...reports} />
    </div>
  );
}

/** When to read the report again: a running one every 15 s, since reading it costs the line's database. */
function occasionOf(frame: OpeningFrame | null): string {
  if (frame === null) return "";
  const { openingId, isClosed, second } = frame;
  return isClosed ? `${openingId} over` : `${openingId} ${Math.floor(second / reportEverySeconds)}`;
}

/** Before, on, or over; the time it has been open to the second while that is short. */
function Phase({ frame, timeZone }: { frame: OpeningFrame; timeZone: string }) {
  const texts = useOpeningTexts();
  const language = useLanguage();
  const moment = formatSecond(frame.opensAt, timeZone, language);
  if (frame.second < 0) return <p className="sub">{texts.opensAt(moment)}</p>;
  if (frame.isClosed) return <p className="sub">{texts.over(moment)}</p>;
  if (frame.second >= openingSeconds) return <p className="sub">{texts.beyond(moment)}</p>;
  const time = `${Math.floor(frame.second / 60)}:${String(frame.second % 60).padStart(2, "0")}`;
  return (
    <p className="opening-on">
      <i aria-hidden="true" />
      {texts.running(time)}
    </p>
  );
}

interface SlotList {
  readonly frame: OpeningFrame;
  readonly timeZone: string;
  readonly isOwner: boolean;
}

function Slots({ frame, timeZone, isOwner }: SlotList) {
  const texts = useOpeningTexts();
  const language = useLanguage();
  const [said, setSaid] = useState("");
  return (
    <section aria-labelledby="slots-title">
      <div className="slots-heading">
        <h2 className="section-title" id="slots-title">
          {texts.slots} <span className="sub">{texts.slotCount(frame.slots.length, frame.slotCount)}</span>
        </h2>
        {isOwner && <PauseAll frame={frame} onSaid={setSaid} />}
      </div>
      <p className="sub small">{isOwner ? texts.pauseWhy : texts.onlyOwner}</p>
      <output className="said">{said}</output>
      <ul className="slot-rows">
        {frame.slots.map((slot) => (
          <SlotRow
            key={slot.id}
            slot={slot}
            name={formatMoment(slot.startsAt, timeZone, language)}
            isOwner={isOwner}
            onSaid={setSaid}
          />
        ))}
      </ul>
    </section>
  );
}

function PauseAll({ frame, onSaid }: { frame: OpeningFrame; onSaid: (said: string) => void }) {
  const texts = useOpeningTexts();
  const { problems } = useMessages();
  const pausing = useAction<object>(() => undefined);
  function pause(paused: boolean): void {
    pausing.run(async () => {
      const answer = await write<object>("PATCH", `/api/stores/${frame.storeId}/paused`, { body: { paused } });
      if (!("problem" in answer)) onSaid(paused ? texts.allPaused : texts.allResumed);
      return answer;
    });
  }
  return (
    <div className="pause-all">
      <button
        className="button danger"
        type="button"
        disabled={pausing.isBusy || frame.pausedCount === frame.slotCount}
        onClick={() => pause(true)}
      >
        {texts.pauseAll}
      </button>
      <button
        className="button line"
        type="button"
        disabled={pausing.isBusy || frame.pausedCount === 0}
        onClick={() => pause(false)}
      >
        {texts.resumeAll}
      </button>
      {pausing.problem !== null && (
        <p className="problem" role="alert">
          {problems[pausing.problem.problem]}
        </p>
      )}
    </div>
  );
}
