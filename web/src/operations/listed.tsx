import type { ReactNode } from "react";
import type { Problem } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Empty } from "../ui/empty.tsx";
import { LoadingBars } from "../ui/loading.tsx";
import { NoAnswer } from "../ui/no-answer.tsx";
import { useOperationTexts } from "./texts.ts";

interface ListContent<Item> {
  /** Null until there is an answer. */
  readonly items: readonly Item[] | null;
  readonly problem: Problem | null;
  readonly empty: { readonly title: string; readonly why: string };
  /** Brings the next page; null when there is none. */
  readonly more?: (() => void) | null;
  readonly row: (item: Item) => ReactNode;
}

/** A list in each of its states: asked for, without an answer, empty, and as far as it was read. */
export function Listed<Item>({ items, problem, empty, more = null, row }: ListContent<Item>) {
  const texts = useOperationTexts();
  const { problems } = useMessages();
  if (items === null) return problem === null ? <LoadingBars /> : <NoAnswer isLost />;
  if (items.length === 0) return <Empty {...empty} />;
  return (
    <>
      <ul className="operations-list">{items.map(row)}</ul>
      {more !== null && (
        <button className="button line" type="button" onClick={more}>
          {texts.more}
        </button>
      )}
      {problem !== null && (
        <p className="problem" role="alert">
          {problems[problem.problem]}
        </p>
      )}
    </>
  );
}
