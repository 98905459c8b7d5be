import { afterEach, expect, test, vi } from "vitest";
import { reasons } from "../../../shared/recommendations.ts";
import { readOwnStores } from "./recommended.ts";

afterEach(() => vi.unstubAllGlobals());

test("S38: each reason has words of its own in both languages, whoever is seated there already", async () => {
  const ofStore = (seatsLeft: number) => reasons.map((reason) => ({ reason, store: { capacity: 10, seatsLeft } }));
  const items = [...ofStore(10), ...ofStore(3)];
  vi.stubGlobal("fetch", async () => Response.json({ modelId: "1", basis: "own", items }));
  const own = await readOwnStores();
  const wordsOf = (language: "ko" | "en") => own?.items.map(({ reason }) => reason("CATEGORY", language)) ?? [];
  for (const language of ["ko", "en"] as const) {
    const words = wordsOf(language);
    expect(words.slice(0, reasons.length)).toEqual(words.slice(reasons.length));
    expect(new Set(words).size).toBe(reasons.length);
  }
  const said = Object.fromEntries(reasons.map((reason, at) => [reason, wordsOf("ko")[at]]));
  expect(said).toMatchObject({
    popular: "요즘 인기 있는 팝업이에요",
    everybody: "많은 분들이 찾는 분야예요",
    others: "비슷한 취향의 사람들이 찾는 분야예요",
    own: "CATEGORY 팝업을 예약한 적이 있어요",
  });
});
