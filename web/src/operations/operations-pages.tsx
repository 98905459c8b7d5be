import { type ComponentType, useEffect, useRef } from "react";
import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { useMessages } from "../messages/use-messages.ts";
import { Absent } from "../ui/absent.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { Link } from "../ui/router.tsx";
import { Audit } from "./audit.tsx";
import { Health } from "./health.tsx";
import { Lines } from "./lines.tsx";
import { Outbox } from "./outbox.tsx";
import { People } from "./people.tsx";
import { useOperationTexts } from "./texts.ts";
import "./operations.css";

const base = "/operations";
const views = {
  "": Health,
  "/lines": Lines,
  "/outbox": Outbox,
  "/people": People,
  "/audit": Audit,
} as const satisfies Record<string, ComponentType>;
type View = keyof typeof views;

/** The pages of operators by their address; for everybody else they are not there. */
export function OperationsPages({ path }: { path: string }) {
  const { site } = useMessages();
  const texts = useOperationTexts();
  const { person, isUnknown } = useSession();
  const here = path.slice(base.length) as View;
  useDocumentTitle(`${texts.places[here]} | ${texts.title} | ${site.name}`);
  useHeadingFocus(isUnknown ? null : `${path} ${person?.id ?? "nobody"}`);
  if (person !== null && person.role !== "operator") return <Absent />;
  const Here = views[here];
  return (
    <div className={person === null ? "narrow" : "operations"}>
      <header className="tool-heading">
        <h1 tabIndex={-1}>{texts.title}</h1>
        {person !== null && <Places here={here} />}
      </header>
      {person === null ? !isUnknown && <SignIn to="account" why={texts.signInWhy} /> : <Here key={here} />}
    </div>
  );
}

function Places({ here }: { here: View }) {
  const texts = useOperationTexts();
  const places = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is to be seen whole, on a phone too.
  useEffect(() => {
    places.current?.querySelector("[aria-current]")?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }, [here]);
  return (
    <nav className="chips" aria-label={texts.placesOf} ref={places}>
      {(Object.keys(views) as View[]).map((view) => (
        <Link key={view} to={`${base}${view}`} aria-current={view === here ? "page" : undefined}>
          {texts.places[view]}
        </Link>
      ))}
    </nav>
  );
}
