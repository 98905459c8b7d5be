import { StrictMode } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/controls.css";
import "./ui/frames.css";
import "./ui/header.css";
import "./line/place.css";
import "./line/pass.css";
import "./line/rope.css";
import "./stores/home.css";
import "./stores/rail.css";
import "./stores/stores.css";
import "./stores/store-page.css";
import "./stores/days.css";
import "./reservations/reservations.css";
import { App } from "./app.tsx";
import { serverClock } from "./clock.ts";
import { preloadPage } from "./pages.ts";
import { readPageData } from "./ui/page-data.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no #root.");

const data = readPageData();
const app = (
  <StrictMode>
    <App data={data} />
  </StrictMode>
);
if (data.rendered === null) createRoot(root).render(app);
else {
  serverClock.begin(Date.parse(data.rendered.now));
  await preloadPage(data.rendered.path);
  hydrateRoot(root, app);
}

// After the first paint: 92 small files of which a page needs a handful, so the text never waits for its font.
void import("pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css");
