import type { ChildProcess } from "node:child_process";

/** What a program lets its parent ask: one argument, one answer, both structured-cloneable. */
export type Handlers = Record<string, (argument: never) => unknown>;

type Call = { number: number; name: string; argument: unknown };
type Reply = { number: number; answer?: unknown; failure?: string };

/** In the child: answers the parent's calls over the process channel, and ends when the parent is gone. */
export function answerCalls(handlers: Handlers): void {
  async function answer({ number, name, argument }: Call): Promise<void> {
    try {
      const handler = handlers[name];
      if (handler === undefined) throw new Error(`No call is named ${name}`);
      process.send?.({ number, answer: await handler(argument as never) } satisfies Reply);
    } catch (error) {
      process.send?.({ number, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  process.on("message", (call) => void answer(call as Call));
  process.on("disconnect", () => process.exit(0));
}

export type Ask<Known extends Handlers> = <Name extends keyof Known & string>(
  name: Name,
  argument: Parameters<Known[Name]>[0],
) => Promise<Awaited<ReturnType<Known[Name]>>>;

/** In the parent: asks a child. Fails with the child's error, or when the child ends before it answers. */
export function createAsk<Known extends Handlers>(child: ChildProcess): Ask<Known> {
  const open = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
  let calls = 0;
  child.on("message", (message) => {
    const { number, answer, failure } = message as Reply;
    const asked = open.get(number);
    open.delete(number);
    if (failure === undefined) asked?.resolve(answer as never);
    else asked?.reject(new Error(failure));
  });
  child.on("exit", () => {
    for (const { reject } of open.values()) reject(new Error("The program ended before it answered"));
    open.clear();
  });
  return (name, argument) =>
    new Promise((resolve, reject) => {
      calls += 1;
      open.set(calls, { resolve: resolve as (answer: never) => void, reject });
      child.send({ number: calls, name, argument } satisfies Call);
    });
}
