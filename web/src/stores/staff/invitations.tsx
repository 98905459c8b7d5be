import { useState } from "react";
import type { Invitation, NewInvitation } from "../../../../shared/staff.ts";
import { write } from "../../api.ts";
import { useLanguage, useMessages } from "../../messages/use-messages.ts";
import { formatMoment } from "../../ui/moments.ts";
import { ShareButton } from "../../ui/share-button.tsx";
import { useAction } from "../../ui/use-action.ts";
import { useStaffTexts } from "./texts.ts";

interface InvitationsShown {
  readonly storeId: string;
  readonly invitations: readonly Invitation[];
  readonly onChange: () => void;
}

/** The owner's: make one, hand its address over while it can be seen, close one that is open. */
export function Invitations({ storeId, invitations, onChange }: InvitationsShown) {
  const texts = useStaffTexts();
  const { problems } = useMessages();
  const language = useLanguage();
  const [made, setMade] = useState<NewInvitation | null>(null);
  const url = `/api/stores/${storeId}/staff/invitations`;
  const invite = useAction<NewInvitation>((invitation) => {
    setMade(invitation);
    onChange();
  });
  const withdraw = useAction<null>(onChange);
  const problem = invite.problem ?? withdraw.problem;
  return (
    <section className="invitations" aria-labelledby="invitations-title">
      <h2 className="section-title" id="invitations-title">
        {texts.invitations}
      </h2>
      <p className="sub small">{texts.invitationsWhy}</p>
      {invitations.length === 0 && <p className="fine">{texts.noInvitation}</p>}
      <ul className="staff-list">
        {invitations.map(({ id, expiresAt }) => {
          const until = formatMoment(expiresAt, undefined, language);
          return (
            <li key={id}>
              <span>{texts.until(until)}</span>
              <button
                className="quiet"
                type="button"
                disabled={withdraw.isBusy}
                aria-label={texts.withdrawUntil(until)}
                onClick={() => withdraw.run(() => write("DELETE", `${url}/${id}`))}
              >
                {texts.withdraw}
              </button>
            </li>
          );
        })}
      </ul>
      {made !== null && <Made storeId={storeId} code={made.code} />}
      {problem !== null && (
        <p className="problem" role="alert">
          {problems[problem.problem]}
        </p>
      )}
      <button
        className="button line"
        type="button"
        disabled={invite.isBusy}
        onClick={() => invite.run(() => write("POST", url))}
      >
        {texts.invite}
      </button>
    </section>
  );
}

function Made({ storeId, code }: { storeId: string; code: string }) {
  const texts = useStaffTexts();
  const path = `/stores/${storeId}/staff#${code}`;
  return (
    <div className="made-invitation" role="status">
      <p className="sub small">{texts.made}</p>
      <div>
        <input type="text" readOnly aria-label={texts.address} value={location.origin + path} />
        <ShareButton name={texts.address} path={path} />
      </div>
    </div>
  );
}
