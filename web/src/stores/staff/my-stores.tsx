import { useEffect, useState } from "react";
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
    <nav aria-labelledby="my-stores-title">
      <h2 className="section-title" id="my-stores-title">
        {texts.mine}
      </h2>
      <div className="menu">
        {isHost && <Way to="/host/stores/new" icon="plus" label={texts.newStore} />}
        {stores.map((store) => (
          <StoreWays key={store.id} store={store} isOpen={stores.length === 1} />
        ))}
      </div>
    </nav>
  );
}

/** One line a store, which opens; a single one is open. */
function StoreWays({ store: { id, name, part, isDraft }, isOpen }: { store: OwnStore; isOpen: boolean }) {
  const texts = useStaffTexts();
  const shown = name === "" ? texts.unnamed : name;
  return (
    <details open={isOpen}>
      <summary>
        <span>{shown}</span>
        <small className="fine">{isDraft ? texts.draft : texts.parts[part]}</small>
      </summary>
      {part === "owner" && <Way to={`/host/stores/${id}/edit`} icon="pencil" label={texts.edit(shown)} />}
      {part === "owner" && <Way to={`/host/stores/${id}/slots`} icon="clock" label={texts.times(shown)} />}
      {!isDraft && <Way to={`/host/stores/${id}/opening`} icon="line" label={texts.opening(shown)} />}
      {!isDraft && <Way to={`/host/stores/${id}/room`} icon="chat" label={texts.room(shown)} />}
      {!isDraft && <Way to={`/stores/${id}/staff`} icon="person" label={texts.ofStore(shown)} />}
      {!isDraft && <Way to={`/stores/${id}/door`} icon="ticket" label={texts.door(shown)} />}
    </details>
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
