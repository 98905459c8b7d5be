import { useEffect } from "react";
import { AccountPage } from "./accounts/account-page.tsx";
import { SessionProvider } from "./accounts/session.tsx";
import { useLanguage } from "./messages/use-messages.ts";
import { ReservationsPage } from "./reservations/reservations-page.tsx";
import { SlotPage } from "./slots/slot-page.tsx";
import { StorePage } from "./stores/store-page.tsx";
import { StoresPage } from "./stores/stores-page.tsx";
import { Absent } from "./ui/absent.tsx";
import { PageFrame } from "./ui/page-frame.tsx";
import { usePath } from "./ui/router.tsx";

export function App() {
  const language = useLanguage();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <SessionProvider>
      <Page />
    </SessionProvider>
  );
}

/** The pages by their address. */
function Page() {
  const path = usePath();
  const [, room, id] = /^\/(slots|stores)\/([^/]+)$/.exec(path) ?? [];
  if (room === "slots" && id !== undefined) return <SlotPage key={id} slotId={id} />;
  return (
    <PageFrame>
      {room === "stores" && id !== undefined && <StorePage key={id} storeId={id} />}
      {path === "/" && <StoresPage />}
      {path === "/reservations" && <ReservationsPage />}
      {path === "/account" && <AccountPage />}
      {room === undefined && !["/", "/reservations", "/account"].includes(path) && <Absent />}
    </PageFrame>
  );
}
