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
import { codeFor, keepCode } from "./kept-code.ts";
import { Members } from "./members.tsx";
import { useStaffTexts } from "./texts.ts";
import { useStaff } from "./use-staff.ts";
import "./staff.css";

/** Who works at a store: for its owner, for them, and for whoever was invited and holds a code. */
export function StaffPage({ storeId }: { storeId: string }) {
  const texts = useStaffTexts();
  const { site } = useMessages();
  const { person, isUnknown } = useSession();
  const [code, setCode] = useState(() => codeFor(storeId));
  // At once, since many ways lead to signing in and back.
  useEffect(() => {
    if (code !== null) keepCode(storeId, code);
  }, [storeId, code]);
  useDocumentTitle(`${texts.title} | ${site.name}`);
  if (person === null) {
    return (
      <div className="narrow">
        <h1 className="page-title" tabIndex={-1}>
          {texts.title}
        </h1>
        {!isUnknown && (
          <SignIn
            to="store"
            why={texts.signInWhy}
            {...(code === null ? {} : { onLeave: () => keepCode(storeId, code) })}
          />
        )}
      </div>
    );
  }
  if (code !== null) return <JoinStore storeId={storeId} code={code} onDone={() => setCode(null)} />;
  return <Staff key={person.id} storeId={storeId} personId={person.id} />;
}

function Staff({ storeId, personId }: { storeId: string; personId: string }) {
  const texts = useStaffTexts();
  const { staff, refresh } = useStaff(storeId);
  useHeadingFocus(staff === null ? null : "staff");
  if (staff === "absent") return <Absent />;
  if (staff === null) return <LoadingBars />;
  return (
    <div className="narrow staff">
      <h1 className="page-title" tabIndex={-1}>
        {texts.ofStore(staff.storeName)}
      </h1>
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
