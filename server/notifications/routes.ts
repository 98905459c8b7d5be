import { Type } from "typebox";
import { storeId } from "../../shared/ids.ts";
import { limitOf, listOf, pageQuery } from "../../shared/lists.ts";
import {
  followSchema,
  noticeBody,
  noticeSchema,
  notificationSettings,
  notificationsPage,
  readBody,
  settingsChange,
} from "../../shared/notifications.ts";
import {
  callerOf,
  doerOf,
  type Http,
  languageOf,
  pressKeyOf,
  pressProblems,
  sendProblem,
} from "../platform/http/index.ts";
import { openingsFile } from "./openings-file.ts";
import type { Follows, Notices, NotificationList } from "./ports.ts";
import type { SettingsDesk } from "./settings-service.ts";

export interface NotificationDesk {
  readonly list: NotificationList;
  readonly settings: SettingsDesk;
  readonly follows: Follows;
  readonly notices: Notices;
  /** Somebody has to be told something. */
  readonly hurry: () => void;
}

const signedIn = { access: "signed-in" } as const;
const tags = ["Notifications"];
const done = Type.Null({ description: "Done." });

/** What I was told and what I want to be told. */
function ownRoutes(app: Http, { list, settings }: NotificationDesk): void {
  app.get(
    "/api/me/notifications",
    {
      config: signedIn,
      schema: { tags, summary: "What I was told", querystring: pageQuery, response: { 200: notificationsPage } },
    },
    (request) => list.read(callerOf(request).id, request.query.cursor ?? null, limitOf(request.query)),
  );

  app.post(
    "/api/me/notifications/read",
    { config: signedIn, schema: { tags, summary: "Mark as read", body: readBody, response: { 204: done } } },
    async (request, reply) => {
      await list.markRead(callerOf(request).id, request.body.upTo);
      return reply.code(204).send(null);
    },
  );

  app.get(
    "/api/me/notification-settings",
    { config: signedIn, schema: { tags, summary: "What I want to be told", response: { 200: notificationSettings } } },
    (request) => settings.read(callerOf(request).id),
  );

  app.patch(
    "/api/me/notification-settings",
    {
      config: signedIn,
      schema: {
        ...{ tags, summary: "Choose what I am told, and how" },
        ...{ body: settingsChange, response: { 200: notificationSettings } },
      },
    },
    async (request, reply) => {
      const answer = await settings.change(callerOf(request).id, request.body);
      return "problem" in answer ? sendProblem(reply, answer) : answer;
    },
  );
}

/** Following stores, and what their hosts say. */
function storeRoutes(app: Http, { follows, notices, hurry }: NotificationDesk): void {
  const ofStore = Type.Object({ storeId });
  const follow = "/api/stores/:storeId/follow";
  const asked = { tags, summary: "Whether I follow a store", params: ofStore, response: { 200: followSchema } };
  app.get(follow, { config: signedIn, schema: asked }, async (request) => {
    return { isFollowing: await follows.isFollowing(callerOf(request).id, request.params.storeId) };
  });

  const changed = { params: ofStore, response: { 204: done } };
  const followed = { tags, summary: "Follow a store", ...changed };
  app.put(follow, { config: signedIn, schema: followed }, async (request, reply) => {
    const isThere = await follows.follow(callerOf(request).id, request.params.storeId);
    return isThere ? reply.code(204).send(null) : sendProblem(reply, { problem: "not-found" });
  });
  const unfollowed = { tags, summary: "Follow a store no more", ...changed };
  app.delete(follow, { config: signedIn, schema: unfollowed }, async (request, reply) => {
    await follows.unfollow(callerOf(request).id, request.params.storeId);
    return reply.code(204).send(null);
  });

  const file = {
    ...{ tags, summary: "Openings of the stores I follow, for calendars" },
    response: { 200: Type.String({ contentMediaType: "text/calendar" }) },
  };
  app.get("/api/me/follows/openings.ics", { config: signedIn, schema: file }, async (request, reply) => {
    const openings = await follows.openings(callerOf(request).id);
    reply.header("content-disposition", 'attachment; filename="popline-openings.ics"');
    reply.type("text/calendar; charset=utf-8").serializer(String);
    return reply.send(openingsFile(openings, languageOf(request), new Date()));
  });

  const path = "/api/stores/:storeId/notices";
  const posting = { access: "host", problems: pressProblems } as const;
  const posted = {
    tags,
    summary: "Post a notice to a store's visitors",
    params: ofStore,
    body: noticeBody,
    response: { 201: noticeSchema },
  };
  app.post(path, { config: posting, schema: posted }, async (request, reply) => {
    const key = pressKeyOf(request);
    if (typeof key !== "string") return sendProblem(reply, key);
    const answer = await notices.post(request.params.storeId, doerOf(request), request.body.text.trim(), key);
    if ("problem" in answer) return sendProblem(reply, answer);
    hurry();
    return reply.code(201).send(answer);
  });

  const listed = {
    ...{ tags, summary: "Notices of a store" },
    ...{ params: ofStore, querystring: pageQuery, response: { 200: listOf(noticeSchema) } },
  };
  app.get(path, { config: { access: "anyone" }, schema: listed }, (request) =>
    notices.list(request.params.storeId, request.query.cursor ?? null, limitOf(request.query)),
  );
}

export function notificationRoutes(app: Http, desk: NotificationDesk): void {
  ownRoutes(app, desk);
  storeRoutes(app, desk);
}
