import { useEffect, useState } from "react";
import "../ui/chart.css";
import "./charts.css";
import "./rehearsal.css";
import "./verdict.css";
import type { RehearsalState } from "../../../shared/rehearsals.ts";
import { Absent } from "../ui/absent.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { LoadingBars } from "../ui/loading.tsx";
import { useIsDemo } from "../ui/page-data.tsx";
import { PlaceFrame } from "../ui/place-frame.tsx";
import { Charts } from "./charts.tsx";
import { Crowd } from "./crowd.tsx";
import { Failed } from "./failed.tsx";
import { MyPlace } from "./my-place.tsx";
import { PlanForm, usualVisitors } from "./plan-form.tsx";
import { Running } from "./running.tsx";
import { useTexts } from "./texts.ts";
import { type FollowedRehearsal, isRunning, useRehearsal } from "./use-rehearsal.ts";
import { VerdictCard } from "./verdict-card.tsx";

type View = "loading" | "plan" | "running" | "failed" | "verdict";

function viewOf({ latest }: FollowedRehearsal, isPlanning: boolean): View {
  if (latest === undefined) return "loading";
  if (isRunning(latest)) return "running";
  if (latest === null || isPlanning) return "plan";
  return latest.phase === "failed" ? "failed" : "verdict";
}

/** An opening rehearsed: a crowd is called, one may stand in its line oneself, and a checker judges how it went. */
export function RehearsalPage() {
  const texts = useTexts();
  const rehearsal = useRehearsal();
  const [isPlanning, setIsPlanning] = useState(false);
  const [visitors, setVisitors] = useState<number>(usualVisitors);
  const isUnderWay = isRunning(rehearsal.latest);
  useEffect(() => {
    if (isUnderWay) setIsPlanning(false);
  }, [isUnderWay]);
  const view = viewOf(rehearsal, isPlanning);
  useDocumentTitle(texts.documentTitle);
  useHeadingFocus(view === "loading" ? null : view);
  if (!useIsDemo()) {
    return (
      <PlaceFrame isLost={false} shape="one">
        <Absent />
      </PlaceFrame>
    );
  }
  const { latest } = rehearsal;
  const again = () => setIsPlanning(true);
  return (
    <PlaceFrame isLost={rehearsal.isLost} shape="two">
      <div className="rehearsal" data-view={view}>
        <div className="rehearsal-words">
          {view === "loading" && <Waiting />}
          {view === "plan" && (
            <PlanForm
              begin={rehearsal.begin}
              beginning={rehearsal.beginning}
              visitors={visitors}
              onVisitors={setVisitors}
            />
          )}
          {view === "running" && latest && <Running state={latest} />}
          {view === "failed" && latest && <Failed trouble={latest.trouble} onAgain={again} />}
          {view === "verdict" && latest?.verdict && <VerdictCard verdict={latest.verdict} onAgain={again} />}
          {(view === "running" || view === "verdict") && latest && <MyPlace key={latest.slotId} rehearsal={latest} />}
        </div>
        <Picture view={view} latest={latest ?? null} planned={visitors} />
      </div>
    </PlaceFrame>
  );
}

function Waiting() {
  const { title } = useTexts();
  return (
    <>
      <h1 className="big">{title(usualVisitors)}</h1>
      <LoadingBars />
    </>
  );
}

interface PictureContent {
  readonly view: View;
  readonly latest: RehearsalState | null;
  /** So many are to be called. */
  readonly planned: number;
}

/** The crowd while it gathers, and what it does from the opening on. */
function Picture({ view, latest, planned }: PictureContent) {
  const isShown = view === "running" || view === "verdict" || view === "failed";
  if (isShown && latest !== null && latest.seconds.length > 0) return <Charts state={latest} />;
  const { visitors, signedIn } = view === "running" && latest !== null ? latest : { visitors: planned, signedIn: 0 };
  return <Crowd visitors={visitors} arrived={signedIn} />;
}
