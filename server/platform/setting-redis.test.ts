import { expect, test } from "vitest";
import { readRedis } from "./setting-redis.ts";
import { SettingsError } from "./setting-values.ts";

test("processes share nothing but the database until they are given a Redis", () => {
  expect(readRedis({})).toBeNull();
  expect(readRedis({ REDIS_URL: "" })).toBeNull();
});

test.each([
  "redis://127.0.0.1:6379",
  "redis://127.0.0.1",
  "redis://:hunter2@redis.internal:6380/3",
  "rediss://popline:hunter2@redis.example:6380/",
])("%s is taken as it is, and keys begin with popline unless they are to begin otherwise", (url) => {
  expect(readRedis({ REDIS_URL: url })).toEqual({ url, prefix: "popline", isCluster: false });
  expect(readRedis({ REDIS_URL: url, REDIS_PREFIX: "popline-2" })).toEqual({
    url,
    prefix: "popline-2",
    isCluster: false,
  });
});

test.each([
  ["REDIS_URL", "hunter2"],
  ["REDIS_URL", "http://:hunter2@127.0.0.1"],
  ["REDIS_URL", "redis://:hunter2@127.0.0.1/one"],
  ["REDIS_URL", "redis://:hunter2@127.0.0.1/1/2"],
  ["REDIS_URL", "redis://:hunter2@127.0.0.1?enableOfflineQueue=true"],
  ["REDIS_URL", "redis://:hunter2@127.0.0.1#1"],
  ["REDIS_URL", "redis:///1"],
  ["REDIS_PREFIX", ""],
  ["REDIS_PREFIX", "hunter2:*"],
  ["REDIS_PREFIX", "p".repeat(41)],
])("%s=%s is refused by name, and what is in it is not said aloud", (name, text) => {
  const read = () => readRedis({ [name]: text });
  expect(read).toThrow(SettingsError);
  expect(read).toThrow(name);
  expect(read).not.toThrow("hunter2");
});

test("a cluster is one that is said to be, and has no numbered databases", () => {
  expect(readRedis({ REDIS_URL: "rediss://127.0.0.1", REDIS_CLUSTER: "on" })?.isCluster).toBe(true);
  const refused = (rest: Record<string, string>) => expect(() => readRedis({ REDIS_CLUSTER: "on", ...rest }));
  refused({ REDIS_URL: "redis://127.0.0.1/3" }).toThrow("REDIS_CLUSTER");
  refused({ REDIS_CLUSTER: "two" }).toThrow("REDIS_CLUSTER");
  refused({ REDIS_URL: "redis://127.0.0.1", LINE: "buffered" }).toThrow("LINE=buffered");
});
