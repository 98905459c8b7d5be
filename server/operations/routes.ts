import { Type } from "typebox";
import { type Http, sendProblem } from "../platform/http/index.ts";

export interface Health {
  /** Resolves when the database answers. */
  readonly ping: () => Promise<unknown>;
}

const healthSchema = Type.Object({ status: Type.Literal("ok") });

export function operationRoutes(app: Http, { ping }: Health): void {
  const open = { config: { access: "anyone" }, schema: { response: { 200: healthSchema } } } as const;
  const ok = { status: "ok" } as const;

  app.get("/api/health/live", open, async () => ok);

  app.get("/api/health/ready", open, async (_request, reply) => {
    const answered = await ping().then(
      () => true,
      () => false,
    );
    return answered ? ok : sendProblem(reply, { problem: "unavailable", retryAfterSeconds: 2 });
  });
}
