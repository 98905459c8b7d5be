import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { isNetworkPass, networkPassHeader, passRefused } from "../../server/platform/http/network-pass.ts";
import { openTheatre } from "./theatre.ts";

const secret = "a secret that server and command share";
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
  vi.unstubAllEnvs();
});

/** A demo that takes passes made with this secret, by a clock that is off by so much. */
async function openDemo(own: string, offMs = 0) {
  let asked = 0;
  const demo = createServer((request, response) => {
    asked += 1;
    const isTaken = isNetworkPass(request.headers[networkPassHeader], own, Date.now() + offMs);
    if (!isTaken) response.setHeader(networkPassHeader, passRefused);
    response.writeHead(204).end();
  }).listen(0, "127.0.0.1");
  await once(demo, "listening");
  ends.push(() => {
    demo.closeAllConnections();
    demo.close();
  });
  return { url: `http://127.0.0.1:${(demo.address() as AddressInfo).port}`, asked: () => asked };
}

test.each([0, -50_000, 50_000])(
  "10,000 are let in by the server's own secret, its clock off by %d ms",
  async (offMs) => {
    vi.stubEnv("SESSION_SECRET", secret);
    const { url, asked } = await openDemo(secret, offMs);
    const { headers } = await openTheatre({ url, visitors: 10_000 });
    expect(Object.keys(headers)).toEqual([networkPassHeader]);
    expect(asked()).toBe(1);
  },
);

test.each([
  ["another secret", 0],
  [secret, 3_600_000],
])("by %s, off by %d ms, they are not, which one request finds out; as few as need no pass are", async (own, offMs) => {
  vi.stubEnv("SESSION_SECRET", secret);
  const { url, asked } = await openDemo(own, offMs);
  const many = openTheatre({ url, visitors: 10_000 });
  await expect(many).rejects.toThrow("its SESSION_SECRET is another, or its clock is minutes off");
  expect(asked()).toBe(1);
  expect(await openTheatre({ url, visitors: 2_000 })).toMatchObject({ url });
});

test("without a secret they are told that there must be one", async () => {
  vi.stubEnv("SESSION_SECRET", undefined);
  const { url } = await openDemo(secret);
  const many = openTheatre({ url, visitors: 10_000 });
  await expect(many).rejects.toThrow("lets 2000 of them in at once. Start the server and this command with the same");
});
