import { recommendationsSchema } from "../../shared/recommendations.ts";
import type { Http } from "../platform/http/index.ts";
import type { Showing } from "./showing-service.ts";

/** What somebody is shown: of whoever is signed in by what they agreed to, of anybody else by what is popular. */
export function recommendationRoutes(app: Http, showing: Showing): void {
  app.get(
    "/api/recommendations",
    {
      config: { access: "anyone" },
      schema: {
        ...{ tags: ["Recommendations"], summary: "Stores for whoever asks, and why" },
        response: { 200: recommendationsSchema },
      },
    },
    ({ caller }) => showing.show(caller?.id ?? null),
  );
}
