import { useRef } from "react";
import { useSession } from "../../accounts/session.tsx";
import { SignIn } from "../../accounts/sign-in.tsx";
import { useMessages } from "../../messages/use-messages.ts";
import { Absent } from "../../ui/absent.tsx";
import { useDocumentTitle } from "../../ui/heading-focus.ts";
import { latePage } from "../../ui/late-page.tsx";
import { Link } from "../../ui/router.tsx";
import { EditorPage } from "./editor-page.tsx";
import { SlotsPage } from "./slots-page.tsx";
import { useHostTexts } from "./texts.ts";
import "./fields.css";
import "./host.css";
import "./slots.css";

const OperationsPages = latePage(async () => (await import("../../operations/operations-pages.tsx")).OperationsPages);
const RoomDeskPage = latePage(async () => (await import("../../chat/room-desk-page.tsx")).RoomDeskPage);

const roomAddress = /^\/host\/stores\/([1-9][0-9]{0,17})\/room$/;
const address = /^\/host\/stores\/(?:(new)|([1-9][0-9]{0,17})\/(edit|slots))$/;

/** The pages of hosts and operators by their address; one program, so that the home page has one line about them. */
export function HostPages({ path }: { path: string }) {
  if (path.startsWith("/operations")) return <OperationsPages path={path} />;
  const [, roomStoreId] = roomAddress.exec(path) ?? [];
  if (roomStoreId !== undefined) return <RoomDeskPage key={roomStoreId} storeId={roomStoreId} />;
  return <HostPage path={path} />;
}

function HostPage({ path }: { path: string }) {
  const { site } = useMessages();
  const texts = useHostTexts();
  const { person, isUnknown } = useSession();
  // A draft gets its address while it is being written: its page stays.
  const born = useRef<string | null>(null);
  useDocumentTitle(`${texts.title} | ${site.name}`);
  const found = address.exec(path);
  if (found === null) return <Absent />;
  if (person === null) {
    return (
      <div className="narrow">
        <h1 className="page-title" tabIndex={-1}>
          {texts.title}
        </h1>
        {!isUnknown && <SignIn to="store" why={texts.signInWhy} />}
      </div>
    );
  }
  if (person.role === "visitor") return <NotHost />;
  const [, isNew, storeId = null, page] = found;
  if (page === "slots" && storeId !== null) return <SlotsPage key={storeId} storeId={storeId} />;
  const key = isNew !== undefined || storeId === born.current ? "new" : storeId;
  return (
    <EditorPage
      key={key}
      storeId={storeId}
      onBorn={(id) => {
        born.current = id;
      }}
    />
  );
}

function NotHost() {
  const { site } = useMessages();
  const texts = useHostTexts();
  return (
    <div className="narrow slim absent">
      <h1 className="page-title" tabIndex={-1}>
        {texts.notHost}
      </h1>
      <p className="sub">{texts.notHostWhy}</p>
      <Link className="button line" to="/">
        {site.toStores}
      </Link>
    </div>
  );
}
