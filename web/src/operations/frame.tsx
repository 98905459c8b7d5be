import type { ReactNode } from "react";

interface FrameContent {
  readonly id: string;
  readonly title: string;
  readonly why?: string;
  readonly children: ReactNode;
}

/** One of the operators' pages under its heading, with why it is there where that does not say itself. */
export function Frame({ id, title, why, children }: FrameContent) {
  return (
    <section aria-labelledby={`operations-${id}`}>
      <h2 className="section-title" id={`operations-${id}`}>
        {title}
      </h2>
      {why !== undefined && <p className="sub small">{why}</p>}
      {children}
    </section>
  );
}
