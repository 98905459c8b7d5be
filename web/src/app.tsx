import { useEffect } from "react";
import type { PageData } from "../../shared/pages.ts";
import { welcomePath } from "../../shared/sign-in.ts";
import { SessionProvider, useSession } from "./accounts/session.tsx";
import { isPage } from "./addresses.ts";
import { useLanguage } from "./messages/use-messages.ts";
import { idIn, pages, storeOf, troubleIn } from "./pages.ts";
import { Absent } from "./ui/absent.tsx";
import { PageDataProvider } from "./ui/page-data.tsx";
import { PageFrame } from "./ui/page-frame.tsx";
import { usePath } from "./ui/router.tsx";

export function App({ data }: { data: PageData }) {
  return (
    <PageDataProvider data={data}>
      <SessionProvider>
        <Site />
      </SessionProvider>
    </PageDataProvider>
  );
}

function Site() {
  const language = useLanguage();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const path = usePath();
  const { person } = useSession();
  // What they would agree to, and their copy and erasure, are theirs without it.
  if (person?.mustAgree && path !== "/privacy" && path !== "/account") {
    return (
      <PageFrame>
        <pages.AgreePage />
      </PageFrame>
    );
  }
  if (!isPage(path)) {
    return (
      <PageFrame>
        <Absent />
      </PageFrame>
    );
  }
  const slotId = idIn(path, "slots");
  if (slotId !== null) return <pages.SlotPage key={slotId} slotId={slotId} />;
  const entryId = idIn(path, "entries");
  if (entryId !== null) return <pages.EntryPage key={entryId} entryId={entryId} />;
  const reservationId = idIn(path, "reservations");
  if (reservationId !== null) return <pages.ReservationPage key={reservationId} reservationId={reservationId} />;
  const roomStoreId = storeOf(path, "room");
  if (roomStoreId !== null) return <pages.RoomPage key={roomStoreId} storeId={roomStoreId} />;
  if (path === "/rehearsal") return <pages.RehearsalPage />;
  return (
    <PageFrame isWide={path === "/"}>
      <Page path={path} />
    </PageFrame>
  );
}

/** The pages by their address; each is listed in addresses.ts. */
function Page({ path }: { path: string }) {
  const storeId = idIn(path, "stores");
  if (storeId !== null) return <pages.StorePage key={storeId} storeId={storeId} />;
  const staffedStoreId = storeOf(path, "staff");
  if (staffedStoreId !== null) return <pages.StaffPage key={staffedStoreId} storeId={staffedStoreId} />;
  const doorStoreId = storeOf(path, "door");
  if (doorStoreId !== null) return <pages.DoorPage key={doorStoreId} storeId={doorStoreId} />;
  const openingStoreId = storeOf(path, "host/opening");
  if (openingStoreId !== null) return <pages.OpeningPage key={openingStoreId} storeId={openingStoreId} />;
  if (path === "/") return <pages.HomePage />;
  if (path === "/explore") return <pages.ExplorePage />;
  if (path === "/reservations") return <pages.ReservationsPage />;
  if (path === "/account") return <pages.AccountPage />;
  if (path === "/privacy") return <pages.PrivacyPage />;
  if (path === welcomePath) return <pages.WelcomePage />;
  if (/^\/(notif|unsub|demo)/.test(path)) return <pages.NotificationPages path={path} />;
  if (/insights|recommendations/.test(path)) return <pages.FigurePages path={path} />;
  if (/^\/(host\/|operations)/.test(path)) return <pages.HostPages path={path} />;
  const trouble = troubleIn(path);
  return trouble === null ? <Absent /> : <pages.TroublePage trouble={trouble} />;
}
