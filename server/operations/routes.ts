import { Type } from "typebox";
import { type Http, sendProblem } from "../platform/http/index.ts";

export interface Health {
  /** Resolves when the database answers. */
  readonly ping: () => Promise<unknown>;
}

const healthSchema = Type.Object({ status: Type.Literal("ok") });

export function operationRoutes(app: Http, { ping }: Health): void {
  const open = (summary: string) => ({
    config: { access: "anyone" },
    schema: { tags: ["Health"], summary, response: { 200: healthSchema } },
  });
  const ok = { status: "ok" } as const;

  app.get("/api/health/live", open("Whether the process is up"), async () => ok);

  app.get("/api/health/ready", open("Whether the process can serve: its database answers"), async (_request, reply) => {
    const answered = await ping().then(
      () => true,
      () => false,
    );
    return answered ? ok : sendProblem(reply, { problem: "unavailable", retryAfterSeconds: 2 });
  });
}
