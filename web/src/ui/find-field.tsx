import type { FormEvent } from "react";
import { useMessages } from "../messages/use-messages.ts";
import { Icon } from "./icon.tsx";
import { navigate } from "./router.tsx";

const longestName = 80;

/** Looks for stores by their names, from every page; a plain form before any program has come. */
export function FindField() {
  const { site } = useMessages();
  function find(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("q")).trim();
    navigate(name === "" ? "/explore" : `/explore?${new URLSearchParams({ q: name })}`);
  }
  return (
    <search className="find">
      <form className="looking" action="/explore" onSubmit={find}>
        <Icon name="search" size={20} />
        <input
          type="search"
          name="q"
          aria-label={site.find}
          placeholder={site.find}
          maxLength={longestName}
          autoComplete="off"
          enterKeyHint="search"
        />
      </form>
    </search>
  );
}
