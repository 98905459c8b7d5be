import { Fragment, useEffect, useState } from "react";
import type { Page } from "../../../../shared/lists.ts";
import type { OwnStore } from "../../../../shared/staff.ts";
import { useSession } from "../../accounts/session.tsx";
import { isProblem, read } from "../../api.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { Link } from "../../ui/router.tsx";
import { useStaffTexts } from "./texts.ts";

/** Stores that are mine or where I work, the newest twenty, and for hosts the way to a new one. */
export function MyStores() {
  const texts = useStaffTexts();
  const { person } = useSession();
  const [stores, setStores] = useState<readonly OwnStore[]>([]);
  useEffect(() => {
    let isGone = false;
    void read<Page<OwnStore>>("/api/me/stores").then((answer) => {
      if (!isGone && !isProblem(answer)) setStores(answer.items);
    });
    return () => {
      isGone = true;
    };
  }, []);
  const isHost = person !== null && person.role !== "visitor";
  if (stores.length === 0 && !isHost) return null;
  return (
    <nav className="menu" aria-label={texts.mine}>
      {isHost && <Way to="/host/stores/new" icon="plus" label={texts.newStore} />}
      {stores.map((store) => (
        <StoreWays key={store.id} store={store} />
      ))}
    </nav>
  );
}

function StoreWays({ store: { id, name, part, isDraft } }: { store: OwnStore }) {
  const texts = useStaffTexts();
  const shown = name === "" ? texts.unnamed : name;
  const editing = isDraft ? `${texts.edit(shown)} · ${texts.draft}` : texts.edit(shown);
  return (
    <Fragment>
      {part === "owner" && <Way to={`/host/stores/${id}/edit`} icon="home" label={editing} />}
      {part === "owner" && <Way to={`/host/stores/${id}/slots`} icon="clock" label={texts.times(shown)} />}
      {!isDraft && <Way to={`/host/stores/${id}/opening`} icon="line" label={texts.opening(shown)} />}
      {!isDraft && <Way to={`/stores/${id}/staff`} icon="person" label={`${shown} · ${texts.parts[part]}`} />}
      {!isDraft && <Way to={`/stores/${id}/door`} icon="ticket" label={texts.door(shown)} />}
    </Fragment>
  );
}

function Way({ to, icon, label }: { to: string; icon: IconName; label: string }) {
  return (
    <Link to={to}>
      <Icon name={icon} />
      <span>{label}</span>
      <Icon name="chevron" size={18} />
    </Link>
  );
}
