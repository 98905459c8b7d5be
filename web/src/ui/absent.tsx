import { useMessages } from "../messages/use-messages.ts";
import { Link } from "./router.tsx";

export function Absent() {
  const { site } = useMessages();
  return (
    <div className="narrow slim absent">
      <h1 className="page-title" tabIndex={-1}>
        {site.absent}
      </h1>
      <p className="sub">{site.absentWhy}</p>
      <Link className="button line" to="/">
        {site.toStores}
      </Link>
    </div>
  );
}
