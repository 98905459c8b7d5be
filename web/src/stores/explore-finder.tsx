import { type FormEvent, useEffect, useRef, useState } from "react";
import { knownDistricts } from "../../../shared/districts.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Icon } from "../ui/icon.tsx";
import { navigate } from "../ui/router.tsx";
import { addressOf, type Chosen, changed } from "./explore-query.ts";
import { useExploreTexts } from "./explore-texts.ts";
import { replaceAddress } from "./replace-address.ts";

/** Whoever types is asked for nothing in between; then the address follows. */
const typingMs = 300;

/** What to look for by name, days and place. Chips beside it do the rest. */
export function ExploreFinder({ chosen }: { chosen: Chosen }) {
  const texts = useExploreTexts();
  const { stores } = useMessages();
  const { district } = chosen;
  const districts = district === undefined || knownDistricts.includes(district) ? [] : [district];
  const go = (change: Parameters<typeof changed>[1]) => navigate(addressOf(changed(chosen, change)));
  return (
    <search>
      <form className="finder" aria-label={texts.search} onSubmit={(event: FormEvent) => event.preventDefault()}>
        <NameField chosen={chosen} />
        <label className="finder-place">
          <span className="hidden">{texts.place}</span>
          <select value={district ?? ""} onChange={({ target }) => go({ district: target.value || undefined })}>
            <option value="">{texts.everywhere}</option>
            {[...districts, ...knownDistricts].map((each) => (
              <option key={each} value={each}>
                {stores.district(each)}
              </option>
            ))}
          </select>
        </label>
        <DayField label={texts.from} day={chosen.from} onDay={(from) => go({ from })} />
        <DayField label={texts.to} day={chosen.to} onDay={(to) => go({ to })} />
      </form>
    </search>
  );
}

interface DayFieldContent {
  readonly label: string;
  readonly day: string | undefined;
  readonly onDay: (day: string | undefined) => void;
}

/** A year that is still being typed is no day yet, and asks for nothing. */
function DayField({ label, day, onDay }: DayFieldContent) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (field.current !== null && field.current.value !== (day ?? "")) field.current.value = day ?? "";
  }, [day]);
  return (
    <label className="finder-day">
      <span>{label}</span>
      <input
        type="date"
        ref={field}
        defaultValue={day ?? ""}
        min="2000-01-01"
        max="2999-12-31"
        onChange={({ target }) => target.validity.valid && onDay(target.value || undefined)}
      />
    </label>
  );
}

/** A syllable that is only begun, as "ㄱ" of "가", is not yet looked for. */
const begun = /[ㄱ-ㅎㅏ-ㅣ]$/;

/** The name as it is typed; the address follows in the same place of the history, so that Back leaves the search. */
function NameField({ chosen }: { chosen: Chosen }) {
  const texts = useExploreTexts();
  const [typed, setTyped] = useState(chosen.q ?? "");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const field = useRef<HTMLInputElement>(null);
  const isMine = useRef(false);
  // Another address came from somewhere else: a chip, Back.
  useEffect(() => {
    if (!isMine.current) setTyped(chosen.q ?? "");
    isMine.current = false;
  }, [chosen.q]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function look(name: string): void {
    clearTimeout(timer.current);
    const q = name.trim() || undefined;
    if (q === chosen.q) return;
    isMine.current = true;
    replaceAddress(addressOf(changed(chosen, { q })));
  }
  function type(name: string, isComposing: boolean): void {
    setTyped(name);
    clearTimeout(timer.current);
    const sought = isComposing ? name.replace(begun, "") : name;
    timer.current = setTimeout(() => look(sought), typingMs);
  }
  function clear(): void {
    setTyped("");
    look("");
    field.current?.focus();
  }
  return (
    <div className="finder-name looking">
      <label className="hidden" htmlFor="finder-name">
        {texts.name}
      </label>
      <Icon name="search" size={20} />
      <input
        id="finder-name"
        ref={field}
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        maxLength={80}
        placeholder={texts.nameHint}
        value={typed}
        onChange={({ target, nativeEvent }) => type(target.value, (nativeEvent as InputEvent).isComposing)}
        onKeyDown={({ key, nativeEvent }) => key === "Enter" && !nativeEvent.isComposing && look(typed)}
      />
      {typed !== "" && (
        <button className="icon" type="button" aria-label={texts.clearName} onClick={clear}>
          <Icon name="close" size={18} />
        </button>
      )}
    </div>
  );
}
