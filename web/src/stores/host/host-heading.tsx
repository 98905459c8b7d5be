import type { Edition } from "../../../../shared/editions.ts";
import { Link } from "../../ui/router.tsx";
import { useHostTexts } from "./texts.ts";

/** Whoever works there, and the door, come with the visitors. */
const ofDrafts = ["edit", "slots"] as const;
const pages = [...ofDrafts, "staff", "door"] as const;
type HostPage = (typeof pages)[number];

const pathOf = (id: string, page: HostPage) =>
  page === "edit" || page === "slots" ? `/host/stores/${id}/${page}` : `/stores/${id}/${page}`;

/** Which store this is, whether people see it, and the way to its other pages. */
export function HostHeading({ edition, here }: { edition: Edition; here: HostPage }) {
  const texts = useHostTexts();
  const { id, name, publishedAt } = edition;
  return (
    <header className="host-heading">
      <p className={publishedAt === null ? "seat" : "seat mine"}>
        {publishedAt === null ? texts.draft : texts.published}
      </p>
      <h1 className="page-title" tabIndex={-1}>
        {name || texts.unnamed}
      </h1>
      {id !== "" && (
        <nav className="chips" aria-label={texts.ofStore}>
          {(publishedAt === null ? ofDrafts : pages).map((page) => (
            <Link key={page} to={pathOf(id, page)} aria-current={page === here ? "page" : undefined}>
              {texts.places[page]}
            </Link>
          ))}
        </nav>
      )}
    </header>
  );
}
