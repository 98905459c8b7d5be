import { Fragment, useEffect, useState } from "react";
import type { Page } from "../../../../shared/lists.ts";
import type { OwnStore } from "../../../../shared/staff.ts";
import { isProblem, read } from "../../api.ts";
import { Icon } from "../../ui/icon.tsx";
import { Link } from "../../ui/router.tsx";
import { useStaffTexts } from "./texts.ts";

/** Stores that are mine or where I work, the newest twenty; nothing for everybody else. */
export function MyStores() {
  const texts = useStaffTexts();
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
  if (stores.length === 0) return null;
  return (
    <nav className="menu" aria-label={texts.mine}>
      {stores.map(({ id, name, part }) => (
        <Fragment key={id}>
          <Link to={`/stores/${id}/staff`}>
            <Icon name="person" />
            <span>
              {name} · {texts.parts[part]}
            </span>
            <Icon name="chevron" size={18} />
          </Link>
          <Link to={`/host/stores/${id}/opening`}>
            <Icon name="line" />
            <span>{texts.opening(name)}</span>
            <Icon name="chevron" size={18} />
          </Link>
          <Link to={`/stores/${id}/door`}>
            <Icon name="ticket" />
            <span>{texts.door(name)}</span>
            <Icon name="chevron" size={18} />
          </Link>
        </Fragment>
      ))}
    </nav>
  );
}
