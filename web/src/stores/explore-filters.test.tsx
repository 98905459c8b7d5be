import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Language } from "../../../shared/languages.ts";
import { loadCatalogue } from "../messages/catalogue.ts";
import { PageDataProvider } from "../ui/page-data.tsx";
import { ExploreFilters } from "./explore-filters.tsx";

async function filtersIn(language: Language): Promise<string[]> {
  await loadCatalogue(language);
  const markup = renderToStaticMarkup(
    <PageDataProvider data={{ isDemo: false, rendered: { path: "/explore", language, now: "" } }}>
      <ExploreFilters chosen={{}} districts={["홍대", "어느 골목"]} />
    </PageDataProvider>,
  );
  return [...markup.matchAll(/<a[^>]*district=[^>]*>[^<]*/g)].map(([link]) => decodeURIComponent(link));
}

test("a district's filter has its name in the language of the page, and the same address in both", async () => {
  const [korean, english] = [await filtersIn("ko"), await filtersIn("en")];
  expect(english.map((link) => link.split(">")[1])).toEqual(["Hongdae", "어느 골목"]);
  expect(korean.map((link) => link.split(">")[1])).toEqual(["홍대", "어느 골목"]);
  expect(english.map((link) => link.split(">")[0])).toEqual(korean.map((link) => link.split(">")[0]));
  expect(english[0]).toContain("district=홍대");
});
