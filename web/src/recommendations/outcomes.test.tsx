import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, expect, test } from "vitest";
import { languages } from "../../../shared/languages.ts";
import type { ShownOutcome } from "../../../shared/learning.ts";
import { loadCatalogue } from "../messages/catalogue.ts";
import { PageDataProvider } from "../ui/page-data.tsx";
import { Outcomes } from "./outcomes.tsx";

beforeAll(() => Promise.all(languages.map((language) => loadCatalogue(language))));

const counts = { people: 40, opened: 50, joined: 10, stores: 12 };
const outcomes: readonly ShownOutcome[] = [
  {
    ...counts,
    place: "home",
    model: "3",
    shown: 200,
    reasons: { own: 20, segment: 90, others: 10, everybody: 20, popular: 60 },
  },
  { ...counts, place: "similar", model: "3", shown: 90, reasons: { similar: 90 } },
];

test("S35, RECOMMENDATIONS 7: operators see what came of what was shown, and on how much it was founded", () => {
  const rendered = { path: "/operations/recommendations", language: "en", now: "" } as const;
  const data = { isDemo: false, contact: null, rendered };
  const markup = renderToStaticMarkup(
    <PageDataProvider data={data}>
      <Outcomes outcomes={outcomes} />
    </PageDataProvider>,
  );
  const cells = (table: string) => [...table.matchAll(/<t[hd][^>]*>([^<]*)<\/t/g)].map(([, text]) => text);
  expect(markup).toContain("Opened counts nobody within 10 minutes of the opening of reservations.");
  const [shown = "", why = "", ...more] = markup.split("<table>").slice(1);
  expect(more).toEqual([]);
  expect(cells(shown)).toContain("50 (25.0 %)");
  const columns = ["Own taste", "People alike", "Tastes alike", "Liked by many"];
  const others = ["Near", "Ends soon", "New", "Seats free", "Popular now"];
  expect(cells(why).slice(1)).toEqual([
    ...columns,
    ...others,
    ...["3", "20 (10.0 %)", "90 (45.0 %)", "10 (5.0 %)", "20 (10.0 %)"],
    ...["0 (0.0 %)", "0 (0.0 %)", "0 (0.0 %)", "0 (0.0 %)", "60 (30.0 %)"],
  ]);
});
