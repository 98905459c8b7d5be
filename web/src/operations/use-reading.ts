import { useEffect, useState } from "react";
import type { Page } from "../../../shared/lists.ts";
import { isProblem, type Problem, read } from "../api.ts";
import { startPolling } from "../polling.ts";

const everyMs = 5_000;
const base = "/api/operations";

export interface Reading<Body> {
  readonly body: Body | null;
  /** Why the last reading came to nothing; null when it did not. */
  readonly problem: Problem | null;
}

/** What `/api/operations` says at this path, read again while the page is open. */
export function useReading<Body>(path: string): Reading<Body> {
  const [reading, setReading] = useState<Reading<Body>>({ body: null, problem: null });
  useEffect(() => {
    const gone = new AbortController();
    const polling = startPolling(async () => {
      const answer = await read<Body>(`${base}/${path}`, gone.signal).catch(() => null);
      if (answer === null) return false;
      if (isProblem(answer)) setReading(({ body }) => ({ body, problem: answer }));
      else setReading({ body: answer, problem: null });
      return !isProblem(answer);
    }, everyMs);
    return () => {
      polling.stop();
      gone.abort();
    };
  }, [path]);
  return reading;
}

/** A list's pages, the first again when `path` changes; `path` may have a query. */
export function usePages<Item, Whole extends Page<Item> = Page<Item>>(path: string) {
  const [first, setFirst] = useState<Whole | null>(null);
  const [later, setLater] = useState<readonly Page<Item>[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    setFirst(null);
    setLater([]);
    const polling = startPolling(async () => {
      const answer = await read<Whole>(`${base}/${path}`, gone.signal).catch(() => null);
      if (answer === null) return false;
      setProblem(isProblem(answer) ? answer : null);
      if (isProblem(answer)) return false;
      setFirst(answer);
      polling.stop();
      return true;
    }, everyMs);
    return () => {
      polling.stop();
      gone.abort();
    };
  }, [path]);
  const last = later.at(-1) ?? first;
  async function more(): Promise<void> {
    if (last?.nextCursor == null) return;
    const next = `${path}${path.includes("?") ? "&" : "?"}cursor=${last.nextCursor}`;
    const answer = await read<Page<Item>>(`${base}/${next}`);
    setProblem(isProblem(answer) ? answer : null);
    if (!isProblem(answer)) setLater([...later, answer]);
  }
  const items = first === null ? null : [first, ...later].flatMap((page) => page.items);
  return { first, items, problem, more: last?.hasNext === true ? () => void more() : null };
}
