import { type SignInTrouble, signInTroublePath, signInTroubles } from "../../shared/sign-in.ts";
import { HomePage } from "./stores/home-page.tsx";
import { latePage } from "./ui/late-page.tsx";

const ExplorePage = latePage(async () => (await import("./stores/explore-page.tsx")).ExplorePage);
const StorePage = latePage(async () => (await import("./stores/store-page.tsx")).StorePage);
const StaffPage = latePage(async () => (await import("./stores/staff/staff-page.tsx")).StaffPage);
const DoorPage = latePage(async () => (await import("./reservations/door/door-page.tsx")).DoorPage);
const OpeningPage = latePage(async () => (await import("./openings/opening-page.tsx")).OpeningPage);
const RoomPage = latePage(async () => (await import("./chat/room-page.tsx")).RoomPage);
const SlotPage = latePage(async () => (await import("./slots/slot-page.tsx")).SlotPage, true);
const EntryPage = latePage(async () => (await import("./line/entry-page.tsx")).EntryPage, true);
const ReservationPage = latePage(
  async () => (await import("./reservations/reservation-page.tsx")).ReservationPage,
  true,
);
const ReservationsPage = latePage(async () => (await import("./reservations/reservations-page.tsx")).ReservationsPage);
const RehearsalPage = latePage(async () => (await import("./rehearsal/rehearsal-page.tsx")).RehearsalPage, true);
const AccountPage = latePage(async () => (await import("./accounts/account-page.tsx")).AccountPage);
const AgreePage = latePage(async () => (await import("./accounts/agree-page.tsx")).AgreePage);
const PrivacyPage = latePage(async () => (await import("./accounts/privacy-page.tsx")).PrivacyPage);
const WelcomePage = latePage(async () => (await import("./accounts/welcome-page.tsx")).WelcomePage);
const NotificationPages = latePage(
  async () => (await import("./notifications/notification-pages.tsx")).NotificationPages,
);
const HostPages = latePage(async () => (await import("./stores/host/host-pages.tsx")).HostPages);
const FigurePages = latePage(async () => (await import("./insights/figure-pages.tsx")).FigurePages);
const TroublePage = latePage(async () => (await import("./accounts/trouble-page.tsx")).TroublePage);

/** Everything but the home page comes when it is asked for, so that the home page stays small. */
export const pages = {
  HomePage,
  ExplorePage,
  StorePage,
  StaffPage,
  DoorPage,
  OpeningPage,
  RoomPage,
  SlotPage,
  EntryPage,
  ReservationPage,
  ReservationsPage,
  AccountPage,
  PrivacyPage,
  AgreePage,
  WelcomePage,
  TroublePage,
  NotificationPages,
  HostPages,
  FigurePages,
  RehearsalPage,
};

/** The id in `/room/id`, null for every other address. */
export function idIn(path: string, room: "slots" | "stores" | "entries" | "reservations"): string | null {
  const [, inPath, id] = /^\/([a-z]+)\/([^/]+)$/.exec(path) ?? [];
  return inPath === room ? (id ?? null) : null;
}

type PageOfStore = "staff" | "door" | "room" | "host/opening";

/** The store of a page below it, as at `/stores/id/staff` or `/host/stores/id/opening`, else null. */
export function storeOf(path: string, page: PageOfStore): string | null {
  const [, host = "", id, below] = /^\/(host\/)?stores\/([^/]+)\/([a-z]+)$/.exec(path) ?? [];
  return `${host}${below}` === page ? (id ?? null) : null;
}

/** Which trouble a page at `/sign-in/…` tells of, null for every other address. */
export function troubleIn(path: string): SignInTrouble | null {
  return signInTroubles.find((trouble) => signInTroublePath(trouble) === path) ?? null;
}

/** Waits for the program of a page that was drawn on the server. */
export async function preloadPage(path: string): Promise<void> {
  if (idIn(path, "stores") !== null) await StorePage.preload();
  if (storeOf(path, "room") !== null) await RoomPage.preload();
  if (idIn(path, "slots") !== null) await SlotPage.preload();
  if (troubleIn(path) !== null) await TroublePage.preload();
}
