import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startChild } from "../../load/processes/child.ts";
import { type ServerProcess, startServer } from "../../load/processes/server-process.ts";
import type { LoadReport } from "../../load/scenarios/report.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { testSettings } from "../services/servers.ts";

let ledger: Ledger;
let server: ServerProcess;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "popline-load-"));
  ledger = await openLedger("server");
  server = await startServer(testSettings({ DATABASE_URL: ledger.url as string, DEMO_DATA: "off" }));
});
afterAll(async () => {
  await server.stop();
  await ledger.close();
  await rm(folder, { recursive: true });
});

/** `npm run load` without npm in between. */
async function load(words: readonly string[]) {
  const child = await startChild(
    process.execPath,
    ["--enable-source-maps", "dist/programs/load.js", ...words, "--out", folder],
    { cwd: process.cwd(), env: process.env },
  );
  return { ...(await child.exited), said: child.lines.text() };
}

async function reportOf(scenario: string): Promise<LoadReport> {
  return JSON.parse(await readFile(join(folder, `${scenario}.json`), "utf8"));
}

test.each([
  ["smoke", "0.2", ["list", "reserve", "position"], 0, "60"],
  ["load", "0.004", ["list", "search", "detail", "reserve"], 20, "60"],
  // Whoever comes last stays long enough that all twenty are there at once.
  ["spike", "0.002", ["search", "detail", "reserve"], 20, "20"],
])(
  "S41, S42, S43: %s comes, does its steps and goes; the checker reads its lines",
  async (name, scale, steps, sockets, hurry) => {
    const { code, said } = await load([name, "--url", server.url, "--scale", scale, "--hurry", hurry]);
    expect(code, said).toBe(0);
    const report = await reportOf(name);
    expect(report.steps.map(({ step }) => step).sort()).toEqual([...steps].sort());
    expect(report).toMatchObject({
      isClean: true,
      oversold: 0,
      all: { failed: 0 },
      sockets: { opened: sockets, lost: 0 },
    });
    expect(report.sockets.messages > 0).toBe(sockets > 0);
    const counted = report.seconds.reduce((sum, { requests }) => sum + requests, 0);
    expect(counted).toBe(report.all.requests);
    expect(report.steps.reduce((sum, { requests }) => sum + requests, 0)).toBe(report.all.requests);
    const booked = report.lines.reduce((sum, line) => sum + line.booked, 0);
    expect(booked).toBeGreaterThan(0);
    expect(report.looks.at(-1)?.booked).toBe(booked);
    const page = await readFile(join(folder, `${name}.html`), "utf8");
    expect(page.match(/<svg/g)).toHaveLength(6);
    expect(page).toContain(`<code>npm run load -- ${name} `);
    expect(page).not.toMatch(/NaN|undefined|https?:\/\/(?!127)/);
  },
);

/** The server, but for requests like these, which are answered with this status, and for sockets: there are none. */
async function openFaulty(status: number, isFaulty: (method: string, path: string) => boolean) {
  const { hostname, port } = new URL(server.url);
  const faulty = createServer((asked, answer) => {
    if (isFaulty(asked.method ?? "", asked.url ?? "")) {
      answer.writeHead(status, { "content-type": "application/json" }).end('{"type":"/problems/broken"}');
      return;
    }
    const { method, url: path, headers } = asked;
    const passed = send({ hostname, port, method, path, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => faulty.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(faulty.address() as AddressInfo).port}`, close: () => faulty.close() };
}

test("S41: presses that fail are counted, the command ends with 1, its page says that it is not clean", async () => {
  const faulty = await openFaulty(404, (method, path) => method === "POST" && path.endsWith("/entries"));
  const { code, said } = await load(["smoke", "--url", faulty.url, "--scale", "0.1", "--hurry", "60"]);
  faulty.close();
  expect(code, said).toBe(1);
  const report = await reportOf("smoke");
  const failed = report.steps.find(({ step }) => step === "reserve")?.failed ?? 0;
  expect(failed).toBeGreaterThan(0);
  expect(report).toMatchObject({ isClean: false, all: { failed } });
  expect(await readFile(join(folder, "smoke.html"), "utf8")).toContain("NOT clean");
});

test("S41: pages for which there is nothing but come again are not answered, and the run is not clean", async () => {
  const faulty = await openFaulty(503, (method, path) => method === "GET" && path === "/api/stores");
  const { code, said } = await load(["smoke", "--url", faulty.url, "--scale", "0.02", "--hurry", "60"]);
  faulty.close();
  expect(code, said).toBe(1);
  const { all, unanswered, isClean } = await reportOf("smoke");
  expect({ failed: all.failed, isClean }).toEqual({ failed: 0, isClean: false });
  expect(unanswered).toBeGreaterThan(0);
  expect(all.comeAgain).toBe(10 * unanswered);
});

test("S43: whoever never had a socket makes a run that is not clean", async () => {
  const faulty = await openFaulty(503, () => false);
  const { code, said } = await load(["spike", "--url", faulty.url, "--scale", "0.0005", "--hurry", "60"]);
  faulty.close();
  expect(code, said).toBe(1);
  expect(await reportOf("spike")).toMatchObject({ isClean: false, sockets: { people: 0 }, all: { failed: 0 } });
});

test("a server that is not there is named in one line", async () => {
  const { code, said } = await load(["smoke", "--url", "http://127.0.0.1:1"]);
  expect(code, said).toBe(2);
  expect(said).toContain("Nobody answers at http://127.0.0.1:1");
  expect(said).not.toMatch(/^\s+at /m);
});
