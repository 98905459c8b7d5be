import type { Http } from "../../server/platform/http/index.ts";

/** Watches every answer of a product in this process for problems that their routes do not name (`config.problems`). */
export function watchNamedProblems() {
  const unnamed: string[] = [];
  return {
    listen(http: Http): void {
      http.addHook("onSend", async ({ is404, routeOptions: { url, schema }, method }, { refused }) => {
        if (refused === null || is404 || schema?.hide === true) return;
        const door = http.doors.find((one) => one.url === url && one.method === method);
        if (door?.problems.includes(refused) !== true) unnamed.push(`${method} ${url} answered ${refused}, unnamed`);
      });
    },
    /** Throws what has been seen since it was asked last. */
    check(): void {
      const seen = unnamed.splice(0);
      if (seen.length > 0) throw new Error(seen.join("\n"));
    },
  };
}
