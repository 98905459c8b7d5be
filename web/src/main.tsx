import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/controls.css";
import "./ui/frames.css";
import "./stores/stores.css";
import "./line/place.css";
import "./line/pass.css";
import { App } from "./app.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no #root.");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

// After the first paint: 92 small files of which a page needs a handful, so the text never waits for its font.
void import("pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css");
