import { execFileSync } from "node:child_process";

const lookEveryMs = 5_000;
/** So many looks, half an hour, at what goes on. AWS's own waits give up after ten minutes or answer too early. */
const looks = 360;
/** AWS throttles, and a connection breaks: what goes on there does not end with one answer that fails. Five minutes. */
const failuresInTurn = 60;

/** @param {string[]} words */
export const aws = (...words) =>
  JSON.parse(execFileSync("aws", [...words, "--output", "json"], { encoding: "utf8" }) || "{}");

/**
 * The first answer of `look` that is not null, asked every 5 s; null after half an hour. One that fails is asked again.
 * @template Answer
 * @param {() => Answer | null} look
 */
export async function lookUntil(look) {
  for (let [looked, failed] = [0, 0]; looked < looks; looked += 1) {
    if (looked > 0) await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    try {
      const answer = look();
      if (answer !== null) return answer;
      failed = 0;
    } catch (error) {
      failed += 1;
      if (failed === failuresInTurn) throw error;
    }
  }
  return null;
}
