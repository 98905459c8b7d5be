import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { startProgram } from "../../load/processes/program.ts";
import type { GeneratorCalls } from "./load.ts";

/** Says "not yet" to everything but the third question about `soon`; counts what it is asked. */
async function startWaiting() {
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    request.resume();
    const times = (asked.get(request.url as string) ?? 0) + 1;
    asked.set(request.url as string, times);
    const isTold = request.url === "/soon" && times === 3;
    response.writeHead(isTold ? 200 : 202, { "Content-Length": 2 }).end("{}");
  });
  server.listen({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test("S43: whoever is told to wait asks until they know, and so often at most", async () => {
  const { asked, url } = await startWaiting();
  const generator = startProgram<GeneratorCalls>({ program: "generator" });
  onTestFinished(generator.stop);
  const again = { paths: ["/soon", "/never"], everyMs: 1, most: 5 };
  const rest = { bodies: ["{}"], cookies: [], again };
  await generator.ask("prepare", {
    urls: [url],
    method: "POST",
    connections: 2,
    requests: 2,
    paths: ["/press"],
    ...rest,
  });
  await generator.ask("run", null);
  expect(await generator.ask("answers", null)).toMatchObject([
    { status: 200, asked: 4 },
    { status: 202, asked: 6 },
  ]);
  expect(Object.fromEntries(asked)).toEqual({ "/press": 2, "/soon": 3, "/never": 5 });
});
