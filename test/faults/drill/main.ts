import { drill } from "./drill.ts";

const people = 3_000;

/** `npm run drill`: exit 0 when what was to be recovered is there, whole and nothing else; 1 when not. */
async function main(): Promise<number> {
  const { target, recoveredTo, acknowledged, lost, findings } = await drill(people);
  console.log(`To be recovered up to ${target}; the last commit in it is of ${recoveredTo ?? "no moment"}.`);
  for (const finding of findings) console.log(`✗ ${finding}`);
  if (findings.length > 0) return 1;
  console.log(`✓ The checker finds nothing wrong with what ${acknowledged} answered presses left behind.`);
  console.log(`The ${lost} presses that were sent after that moment are lost.`);
  return 0;
}

void main()
  .catch((error: unknown) => {
    console.error(error);
    return 1;
  })
  .then((code) => {
    process.exitCode = code;
  });
