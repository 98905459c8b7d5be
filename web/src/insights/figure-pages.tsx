import { LearningPage } from "../recommendations/learning-page.tsx";
import { InsightPages } from "./insight-pages.tsx";

/** Pages of figures, which are read by few: one program, so that the home page names one. */
export function FigurePages({ path }: { path: string }) {
  if (path.startsWith("/operations/")) return <LearningPage />;
  const storeId = /[0-9]+/.exec(path)?.[0] ?? null;
  return <InsightPages key={storeId} storeId={storeId} />;
}
