import { expect, onTestFinished, test } from "vitest";
import { lookInto, startRedis } from "../../../test/services/redis.ts";
import { openLink } from "../../../test/services/redis-links.ts";
import { missingIn, watchDemands } from "./demands.redis.ts";

test("decision 0039: a Redis that forgets, evicts or is a cluster is told of, once, until it is mended", async () => {
  const redis = await startRedis({ keeps: true });
  onTestFinished(redis.stop);
  const told: string[][] = [];
  const look = watchDemands(await openLink({ url: redis.url }), (missing) => {
    told.push(missing.map((text) => text.split(":", 1)[0] as string));
  });
  const config = lookInto(redis.url);
  onTestFinished(config.close);
  await look();
  await config.config("SET", "appendonly", "no");
  await config.config("SET", "maxmemory-policy", "allkeys-lru");
  await look();
  await look();
  await config.config("SET", "maxmemory-policy", "noeviction");
  await look();
  expect(told).toEqual([["maxmemory-policy noeviction", "appendonly yes"], ["appendonly yes"]]);
  expect(missingIn("redis_mode:cluster\r\nmaxmemory_policy:noeviction\r\n")).toEqual([
    expect.stringMatching(/^no cluster/),
  ]);
});

test("decision 0039: of a Redis that may not be asked nothing is said", async () => {
  const redis = await startRedis();
  onTestFinished(redis.stop);
  const admin = lookInto(redis.url);
  onTestFinished(admin.close);
  await admin.acl("SETUSER", "guest", "on", "nopass", "~*", "&*", "+@all", "-info", "-config");
  const link = await openLink({ url: redis.url.replace("//", "//guest:x@") });
  await watchDemands(link, (missing) => expect.fail(missing.join()))();
  expect(link.isThere()).toBe(true);
});
