import { cacheFigures } from "../../shared/operations.ts";
import type { Http } from "../platform/http/index.ts";
import type { CacheState } from "./ports.ts";

/** How well the catalogue's cache does, for operators. */
export function cacheRoutes(app: Http, cache: CacheState): void {
  const schema = { tags: ["Operations"], summary: "How well the cache does", response: { 200: cacheFigures } };
  app.get("/api/operations/cache", { config: { access: "operator" }, schema }, async () => {
    const figures = cache.figures();
    const reads = figures.hits + figures.misses;
    return { ...figures, hitRate: reads === 0 ? null : figures.hits / reads };
  });
}
