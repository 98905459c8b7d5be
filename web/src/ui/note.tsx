import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

interface NoteContent {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly tone?: "plain" | "mine" | "calm" | "warn";
}

/** A title and a sentence beside an icon: what is going on, in plain words. */
export function Note({ icon, title, children, tone = "plain" }: NoteContent) {
  return (
    <p className={`note ${tone}`}>
      <Icon name={icon} size={20} />
      <span>
        <b>{title}</b>
        {children}
      </span>
    </p>
  );
}
