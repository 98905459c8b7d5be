import fastify from "fastify";
import { onTestFinished } from "vitest";
import { realClock } from "../../server/platform/clock.ts";
import type { Caller } from "../../server/platform/http/index.ts";
import { createLive, type Follower } from "../../server/platform/live/live.ts";
import type { PersonId, SessionId } from "../../shared/ids.ts";

export const jisu: Caller = { id: "1" as PersonId, name: "지수", role: "visitor", session: "s1" as SessionId };

/** A server with nothing but live messages and one topic that anybody may follow, until the test ends. */
export async function serveNews(changes: Partial<Omit<Parameters<typeof createLive>[1], "publicUrl" | "secure">> = {}) {
  const app = fastify();
  app.decorateRequest("caller", null);
  app.addHook("onRequest", async (request) => {
    request.caller = request.headers.cookie === undefined ? null : jisu;
  });
  const world = { publicUrl: null, secure: false, clock: realClock, whoIs: async () => jisu, pingEveryMs: 60_000 };
  const live = await createLive(app, { ...world, ...changes });
  const followers = new Set<Follower>();
  const asked: string[] = [];
  live.topic("news", {
    access: "anyone",
    followed(id, follower) {
      asked.push(id);
      if (id === "closed") return { problem: "not-found" };
      followers.add(follower);
      return null;
    },
    unfollowed: (_, follower) => followers.delete(follower),
  });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  onTestFinished(() => app.close());
  return { app, live, followers, asked, url };
}
