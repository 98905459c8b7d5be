import { execFileSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { type Child, startChild } from "../../load/processes/child.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";

const ip = (...words: readonly string[]) => execFileSync("ip", words, { stdio: ["ignore", "ignore", "pipe"] });

/** Takes connections at an address of the network for a program there that listens on its loopback only. */
const door = (port: number, address: string) => `const { connect, createServer } = require("node:net");
  const server = createServer((client) => {
    const inner = connect(${port}, "127.0.0.1");
    for (const end of [client, inner]) end.on("error", () => client.destroy() && inner.destroy());
    client.pipe(inner).pipe(client);
  });
  server.listen(0, "${address}", 4096, () => console.log("at " + server.address().port));`;

/**
 * A network of its own (ip-netns(8)) with one cable to this machine, whose end here has the address `here`. `through`
 * runs a command in it. While the cable is cut nothing passes, and nobody on either side is told. Needs root.
 */
export function openNetwork() {
  const [name, subnet] = [`popline-${randomInt(1_000_000)}`, `10.${randomInt(100, 250)}.${randomInt(250)}`];
  const [here, there] = [`${subnet}.1`, `${subnet}.2`];
  const [near, far] = ["n", "f"].map((end) => `${end}${name.replace("popline-", "")}`) as [string, string];
  const doors: Child[] = [];
  const inside = (...words: readonly string[]) => ip("-n", name, ...words);
  ip("netns", "add", name);
  ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", name);
  ip("address", "add", `${here}/30`, "dev", near);
  ip("link", "set", near, "up");
  inside("address", "add", `${there}/30`, "dev", far);
  inside("link", "set", "lo", "up");
  inside("link", "set", far, "up");

  return {
    here,
    through: ["ip", "netns", "exec", name],
    /** The address from here of what listens on this one inside. */
    async reach(url: string): Promise<string> {
      const child = await startChild(
        "ip",
        ["netns", "exec", name, process.execPath, "-e", door(Number(new URL(url).port), there)],
        {},
      );
      const [, port] = await waitUntil(() => child.lines.find(/^at (\d+)/), { what: "the door is open" });
      doors.push(child);
      return `http://${there}:${port}`;
    },
    cut: () => ip("link", "set", near, "down"),
    mend: () => ip("link", "set", near, "up"),
    /** The cable goes with it. */
    close(): void {
      for (const { process: child } of doors) child.kill();
      ip("netns", "delete", name);
    },
  };
}
