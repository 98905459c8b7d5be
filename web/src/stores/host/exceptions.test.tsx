import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, expect, test } from "vitest";
import { loadCatalogue } from "../../messages/catalogue.ts";
import { PageDataProvider } from "../../ui/page-data.tsx";
import { Exceptions } from "./exceptions.tsx";

function shown(times: string): string {
  const rendered = { path: "/", language: "ko", now: "2026-11-29T00:00:00Z" } as const;
  return renderToStaticMarkup(
    <PageDataProvider data={{ isDemo: false, contact: null, rendered }}>
      <Exceptions exceptions={[{ date: "2026-12-08", times }]} onChange={() => undefined} />
    </PageDataProvider>,
  );
}

beforeAll(() => loadCatalogue("ko"));

test("S20: hours that cannot be read are said to be at their field; no hours are a day off, and others neither", () => {
  const said = (times: string) =>
    [/aria-invalid="true"/, /class="problem"/, /쉬는 날</].map((what) => what.test(shown(times)));
  expect(said("9시")).toEqual([true, true, false]);
  expect(said("")).toEqual([false, false, true]);
  expect(said("9:00, 13:30")).toEqual([false, false, false]);
  expect(shown("9시")).toMatch(/aria-describedby="([^"]+)".*<div id="\1"><p class="problem">시간을 읽을 수 없어요/);
});
