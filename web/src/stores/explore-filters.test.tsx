import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Language } from "../../../shared/languages.ts";
import { loadCatalogue } from "../messages/catalogue.ts";
import { PageDataProvider } from "../ui/page-data.tsx";
import { weekendAt } from "./explore-days.ts";
import { ExploreFinder } from "./explore-finder.tsx";
import { addressOf, type Chosen, changed, chosenIn, toggled, without } from "./explore-query.ts";

async function placesIn(language: Language): Promise<string[][]> {
  await loadCatalogue(language);
  const markup = renderToStaticMarkup(
    <PageDataProvider data={{ isDemo: false, contact: null, rendered: { path: "/explore", language, now: "" } }}>
      <ExploreFinder chosen={{ district: "어느 골목" }} />
    </PageDataProvider>,
  );
  return [...markup.matchAll(/<option value="([^"]+)"[^>]*>([^<]*)/g)].map(([, value = "", text = ""]) => [
    value,
    text,
  ]);
}

test("a district has its name in the language of the page, and the same address in both", async () => {
  const [korean, english] = [await placesIn("ko"), await placesIn("en")];
  expect(english.map(([value]) => value)).toEqual(korean.map(([value]) => value));
  // One that a host made up, then every known one with its English name.
  expect(english[0]).toEqual(["어느 골목", "어느 골목"]);
  expect(english).toContainEqual(["홍대", "Hongdae"]);
  expect(english.slice(1).filter(([, text]) => !/^[A-Z][a-z]+$/.test(text ?? ""))).toEqual([]);
});

test.each<[string, Chosen]>([
  ["q=%ED%86%A0%EB%81%BC&category=food&state=open", { q: "토끼", category: "food", state: "open" }],
  ["from=2026-11-26&to=2026-11-28", { from: "2026-11-26", to: "2026-11-28" }],
  ["from=2026-11-28&to=2026-11-26", { from: "2026-11-28" }],
  ["from=2026-02-30&to=tomorrow", {}],
  ["q=+%00%0A+&district=&state=opened&category=cars", {}],
  [`q=${"a".repeat(200)}`, { q: "a".repeat(80) }],
  ["q=a%00b", { q: "a b" }],
])("an address asks for what the API takes, whatever it says: %s", (query, chosen) => {
  expect(chosenIn(new URLSearchParams(query))).toEqual(chosen);
});

test("filters are put on, let go, and keep their days in order", () => {
  expect(toggled({ q: "달" }, "state", "open")).toEqual({ q: "달", state: "open" });
  expect(toggled({ q: "달", state: "open" }, "state", "open")).toEqual({ q: "달" });
  expect(changed({ from: "2026-11-26", to: "2026-11-28" }, { from: "2026-12-01" })).toEqual({
    from: "2026-12-01",
    to: "2026-12-01",
  });
  expect(changed({ from: "2026-11-26" }, { to: "2026-11-01" })).toEqual({ from: "2026-11-01", to: "2026-11-01" });
  expect(without({ from: "2026-11-26", to: "2026-11-28", q: "달" }, ["from", "to"])).toEqual({ q: "달" });
  expect(addressOf({})).toBe("/explore");
});

test.each([
  ["2026-11-26T03:00:00Z", "2026-11-28", "2026-11-29"],
  ["2026-11-27T16:00:00Z", "2026-11-28", "2026-11-29"],
  ["2026-11-29T03:00:00Z", "2026-11-29", "2026-11-29"],
  ["2026-12-28T03:00:00Z", "2027-01-02", "2027-01-03"],
])("the weekend at %s, in Seoul", (now, from, to) => {
  expect(weekendAt(Date.parse(now))).toEqual({ from, to });
});
