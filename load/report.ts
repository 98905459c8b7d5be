import type { RehearsalState, Verdict } from "../shared/rehearsals.ts";

const figures = new Intl.NumberFormat("en-GB");
const words: Record<RehearsalState["phase"], string> = {
  "signing-in": "Visitors sign in",
  waiting: "Everybody waits for the opening",
  rush: "The opening",
  moving: "Some leave or cancel, the line moves",
  checking: "The checker reads every ticket",
  done: "Done",
  failed: "Failed",
};

/** To whoever started this process: a server by messages, a person in lines. */
export function tellProgress(change: Partial<RehearsalState> & { readonly tickets?: string }): void {
  if (process.send !== undefined) {
    process.send(change);
    return;
  }
  if (change.phase !== undefined) console.log(words[change.phase]);
  const second = change.seconds?.at(-1);
  if (second === undefined) return;
  const { answered, booked, waiting } = second;
  const counts = [`${figures.format(answered)} answered`, `${figures.format(booked)} booked`];
  console.log(`  ${second.second} s: ${[...counts, `${figures.format(waiting)} waiting`].join(", ")}`);
}

export function printVerdict(verdict: Verdict, csv: string): void {
  const { findings, isClean, ...measured } = verdict;
  console.table(measured);
  for (const finding of findings) console.log(`  ${finding}`);
  console.log(`Every ticket is in ${csv}.`);
  console.log(isClean ? "Clean: nobody was lost, doubled or passed, and no seat sold twice." : "NOT clean.");
}
