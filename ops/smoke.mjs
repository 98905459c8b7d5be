// `node ops/smoke.mjs https://…`: what must answer when a release is out; ends with 1 when something does not.

const [address = ""] = process.argv.slice(2);
const answerWithinMs = 10_000;

const wanted = [
  { path: "/api/health/ready", type: "application/json" },
  { path: "/", type: "text/html" },
  { path: "/api/stores?limit=1", type: "application/json" },
  { path: "/api/openapi.json", type: "application/json" },
];

for (const { path, type } of wanted) {
  const answer = await fetch(new URL(path, address), { signal: AbortSignal.timeout(answerWithinMs) });
  await answer.arrayBuffer();
  const isRight = answer.status === 200 && (answer.headers.get("content-type") ?? "").startsWith(type);
  console.log(`${isRight ? "✓" : "✗"} ${path} ${answer.status}`);
  if (!isRight) process.exitCode = 1;
}
