import { useEffect, useState } from "react";
import { useSession } from "../../accounts/session.tsx";
import { SignIn } from "../../accounts/sign-in.tsx";
import { useMessages } from "../../messages/use-messages.ts";
import { TellForm } from "../../notifications/tell-form.tsx";
import { Absent } from "../../ui/absent.tsx";
import { useDocumentTitle, useHeadingFocus } from "../../ui/heading-focus.ts";
import { LoadingBars } from "../../ui/loading.tsx";
import { Invitations } from "./invitations.tsx";
import { JoinStore } from "./join-store.tsx";
import { codeFor, keepInvitation } from "./kept-code.ts";
import { Members } from "./members.tsx";
import { StorePlaces } from "./store-places.tsx";
import { useStaffTexts } from "./texts.ts";
import { useStaff } from "./use-staff.ts";
import "./staff.css";

/** Who works at a store: for its owner, for them, and for whoever was invited and holds a code. */
export function StaffPage({ storeId }: { storeId: string }) {
  const texts = useStaffTexts();
  const { site } = useMessages();
  const { person } = useSession();
  useDocumentTitle(`${texts.title} | ${site.name}`);
  // What was kept for one reader is looked for anew when it is another, or nobody any more.
  return <StaffOf key={person?.id ?? "nobody"} storeId={storeId} personId={person?.id ?? null} />;
}

function StaffOf({ storeId, personId }: { storeId: string; personId: string | null }) {
  const texts = useStaffTexts();
  const { isUnknown } = useSession();
  const [code, setCode] = useState(() => codeFor(storeId));
  useEffect(() => {
    // Another invitation, pasted into the address of this page.
    function look() {
      keepInvitation();
      setCode(codeFor(storeId));
    }
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, [storeId]);
  if (personId === null) {
    return (
      <div className="narrow">
        <h1 className="page-title" tabIndex={-1}>
          {texts.title}
        </h1>
        {!isUnknown && <SignIn to="store" why={texts.signInWhy} />}
      </div>
    );
  }
  if (code !== null) return <JoinStore storeId={storeId} code={code} onDone={() => setCode(null)} />;
  return <Staff storeId={storeId} personId={personId} />;
}

function Staff({ storeId, personId }: { storeId: string; personId: string }) {
  const texts = useStaffTexts();
  const { staff, refresh } = useStaff(storeId);
  useHeadingFocus(staff === null ? null : "staff");
  if (staff === "absent") return <Absent />;
  if (staff === null) return <LoadingBars />;
  return (
    <div className="staff">
      <header className="tool-heading">
        <h1 tabIndex={-1}>{texts.ofStore(staff.storeName)}</h1>
        <StorePlaces storeId={storeId} here="staff" isOwner={staff.invitations !== null} />
      </header>
      <Members storeId={storeId} staff={staff} personId={personId} onChange={refresh} />
      {staff.invitations !== null && (
        <>
          <Invitations storeId={storeId} invitations={staff.invitations} onChange={refresh} />
          <TellForm storeId={storeId} />
        </>
      )}
    </div>
  );
}
