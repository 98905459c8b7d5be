import { useState } from "react";
import { useSession } from "../../accounts/session.tsx";
import { SignIn } from "../../accounts/sign-in.tsx";
import { isProblem, write } from "../../api.ts";
import { useMessages } from "../../messages/use-messages.ts";
import { Absent } from "../../ui/absent.tsx";
import { useDocumentTitle } from "../../ui/heading-focus.ts";
import { LoadingBars } from "../../ui/loading.tsx";
import { AttendeeList } from "./attendee-list.tsx";
import { Conflicts } from "./conflicts.tsx";
import { DoorHeading } from "./door-heading.tsx";
import { ScanView } from "./scan-view.tsx";
import { useDoorTexts } from "./texts.ts";
import { type DoorDay, useDoor } from "./use-door.ts";
import { useScans } from "./use-scans.ts";
import { refusedBy, type Verdict } from "./verdict.ts";
import { WalkIn } from "./walk-in.tsx";
import "./door.css";

/** The door of a store, for those who work there: scan, look up, undo, register; with a network and without. */
export function DoorPage({ storeId }: { storeId: string }) {
  const texts = useDoorTexts();
  const { site } = useMessages();
  const { person, isUnknown } = useSession();
  useDocumentTitle(`${texts.title} | ${site.name}`);
  if (person !== null) return <Door key={person.id} storeId={storeId} personId={person.id} />;
  return (
    <div className="narrow">
      <h1 className="page-title" tabIndex={-1}>
        {texts.title}
      </h1>
      {!isUnknown && <SignIn to="store" why={texts.signInWhy} />}
    </div>
  );
}

function Door({ storeId, personId }: { storeId: string; personId: string }) {
  const door = useDoor(storeId);
  const scans = useScans(storeId, personId, door);
  const [view, setView] = useState<"scanning" | "attendees">("scanning");
  const { day } = door;
  if (door.isAbsent) return <Absent />;
  if (day === null) return <LoadingBars />;
  const { conflicts, waiting } = scans.kept;
  const shown = withWaiting(day, waiting);
  const { timeZone } = day.store;
  const said = (verdict: Verdict | null) => {
    scans.say(verdict);
    door.refresh();
  };
  const undo = (id: string) => void undoCheckIn(id, scans.queue.drop).then(said);
  return (
    <div className="narrow door">
      <DoorHeading day={shown} isLost={door.isLost} waiting={waiting.length} view={view} onView={setView} />
      <Conflicts
        conflicts={conflicts}
        timeZone={timeZone}
        onDismiss={() => {
          scans.queue.dismiss();
          scans.looked();
        }}
      />
      {view === "scanning" ? (
        <>
          <ScanView verdict={scans.verdict} timeZone={timeZone} onScan={scans.scan} onUndo={undo} />
          <WalkIn day={day} onVerdict={said} />
        </>
      ) : (
        <AttendeeList storeId={storeId} timeZone={timeZone} attendees={shown.attendees} onUndo={undo} />
      )}
    </div>
  );
}

/** The day with those inside whose scans still wait for a network. */
function withWaiting(day: DoorDay, waiting: readonly { reservation: string; scannedAt: string }[]): DoorDay {
  if (waiting.length === 0) return day;
  const inside = new Map(waiting.map(({ reservation, scannedAt }) => [reservation, scannedAt]));
  const attendees = day.attendees.map((attendee) => {
    const scannedAt = inside.get(attendee.id);
    return scannedAt === undefined ? attendee : { ...attendee, state: "checked_in" as const, checkedInAt: scannedAt };
  });
  return { ...day, attendees };
}

/** A scan that was never sent is just forgotten; any other the server takes back. */
async function undoCheckIn(id: string, drop: (id: string) => boolean): Promise<Verdict | null> {
  if (drop(id)) return null;
  const answer = await write<null>("DELETE", `/api/check-ins/${id}`);
  return isProblem(answer) ? refusedBy(answer) : null;
}
