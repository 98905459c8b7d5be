import { StrictMode } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/controls.css";
import "./ui/frames.css";
import "./ui/header.css";
import "./ui/tabs.css";
import "./accounts/sign-in.css";
import "./accounts/profile.css";
import "./line/place.css";
import "./line/reserve.css";
import "./line/pass.css";
import "./line/rope.css";
import "./stores/home.css";
import "./stores/next-lines.css";
import "./stores/rail.css";
import "./stores/stores.css";
import "./stores/store-page.css";
import "./stores/days.css";
import "./reservations/reservations.css";
import { App } from "./app.tsx";
import { serverClock } from "./clock.ts";
import { loadCatalogue } from "./messages/catalogue.ts";
import { currentLanguage } from "./messages/language.ts";
import { preloadPage } from "./pages.ts";
import { listFonts } from "./ui/fonts.ts";
import { readPageData } from "./ui/page-data.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no #root.");

// Before there is anything to press: many ways lead from an invitation to signing in and back.
if (location.hash !== "" && location.pathname.endsWith("/staff")) {
  (await import("./stores/staff/kept-code.ts")).keepInvitation();
}
const data = readPageData();
const app = (
  <StrictMode>
    <App data={data} />
  </StrictMode>
);
const { rendered } = data;
if (rendered === null) {
  await loadCatalogue(currentLanguage());
  createRoot(root).render(app);
} else {
  serverClock.begin(Date.parse(rendered.now));
  const texts = [currentLanguage(), rendered.language].map(loadCatalogue);
  await Promise.all([...texts, preloadPage(rendered.path), nextPaint()]);
  hydrateRoot(root, app);
}

/** What the server drew is shown before the browser starts its own work; a hidden page paints nothing. */
function nextPaint(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 300);
  });
}

// After the first paint, so that the text never waits for its font.
void listFonts();
if (import.meta.env.PROD) {
  if (document.readyState === "complete") keepFiles();
  else window.addEventListener("load", keepFiles);
}

/** Last of all, so that it takes nothing from the page that is being looked at. */
function keepFiles(): void {
  const register = () => {
    void navigator.serviceWorker?.register("/service-worker.js").catch(() => undefined);
    if (globalThis.Notification?.permission === "granted") {
      void import("./notifications/push-device.ts").then(({ renewPush }) => renewPush());
    }
  };
  if (typeof requestIdleCallback === "function") requestIdleCallback(register, { timeout: 5_000 });
  else setTimeout(register, 2_000);
}
