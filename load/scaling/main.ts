import { ArgumentError } from "../rehearsal/arguments.ts";
import { answerTo } from "./answer.ts";
import { readQuestion } from "./arguments.ts";

/** `npm run scaling`: what an opening of a size takes, by formula and simulation; no server is asked. */
try {
  console.log(answerTo(readQuestion(process.argv.slice(2))));
} catch (error) {
  if (!(error instanceof ArgumentError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
