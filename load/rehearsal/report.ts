import type { RehearsalState, Verdict } from "../../shared/rehearsals.ts";

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

type Change = Partial<RehearsalState> & { readonly tickets?: string };

let secondsPrinted = 0;

/** To whoever started this process: a server by messages, a person in lines. */
export function tellProgress(change: Change): void {
  if (process.send !== undefined) process.send(change);
  else print(change);
}

/** The same; resolves when it is on its way, so that the process may end. */
export async function tellLast(change: Change): Promise<void> {
  if (process.send === undefined) return print(change);
  await new Promise((resolve) => process.send?.(change, resolve));
}

function print({ phase, slotId, seconds = [] }: Change): void {
  if (slotId) console.log(`  The line is /slots/${slotId}`);
  if (phase !== undefined) console.log(words[phase]);
  for (const { second, answered, booked, waiting } of seconds.slice(secondsPrinted)) {
    const counts = [`${figures.format(answered)} answered`, `${figures.format(booked)} booked`];
    console.log(`  ${second} s: ${[...counts, `${figures.format(waiting)} waiting`].join(", ")}`);
    secondsPrinted = second;
  }
}

export function printVerdict(verdict: Verdict, csv: string): void {
  const { findings, isClean, ...measured } = verdict;
  console.table(measured);
  for (const finding of findings) console.log(`  ${finding}`);
  console.log(`Every ticket is in ${csv}.`);
  console.log(isClean ? "Clean: nobody was lost, doubled or passed, and no seat sold twice." : "NOT clean.");
}
