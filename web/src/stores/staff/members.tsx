import { write } from "../../api.ts";
import { useLanguage, useMessages } from "../../messages/use-messages.ts";
import { formatDay } from "../../ui/moments.ts";
import { useAction } from "../../ui/use-action.ts";
import { useStaffTexts } from "./texts.ts";
import type { StaffShown } from "./use-staff.ts";

interface MembersShown {
  readonly storeId: string;
  readonly staff: StaffShown;
  readonly personId: string;
  readonly onChange: () => void;
}

/** Everybody who works here; the owner may remove each, and each themselves. */
export function Members({ storeId, staff, personId, onChange }: MembersShown) {
  const texts = useStaffTexts();
  const { problems } = useMessages();
  const language = useLanguage();
  const { isBusy, problem, run } = useAction<null>(onChange);
  const isOwner = staff.invitations !== null;
  return (
    <>
      {staff.members.length === 0 && <p className="sub">{texts.nobody}</p>}
      <ul className="staff-list">
        {staff.members.map(({ id, name, since }) => (
          <li key={id}>
            <div>
              <b>{name}</b>
              <p className="fine">{texts.since(formatDay(since, undefined, language))}</p>
            </div>
            {(isOwner || id === personId) && (
              <button
                className="quiet"
                type="button"
                disabled={isBusy}
                aria-label={id === personId ? texts.leave : texts.removeName(name)}
                onClick={() => run(() => write("DELETE", `/api/stores/${storeId}/staff/${id}`))}
              >
                {id === personId ? texts.leave : texts.remove}
              </button>
            )}
          </li>
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
