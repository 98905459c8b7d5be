import { useState } from "react";
import type { Edition } from "../../../../shared/editions.ts";
import type { MissingCode } from "../../../../shared/store-codes.ts";
import { write } from "../../api.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Link, navigate } from "../../ui/router.tsx";
import { useAction } from "../../ui/use-action.ts";
import type { EditionDesk } from "./edition-desk.ts";
import { ChoiceField, type Editor } from "./fields.tsx";
import type { Step } from "./steps.tsx";
import { refusalOf, useHostRefusals, useHostTexts } from "./texts.ts";

interface PublishContent {
  readonly editor: Editor;
  readonly hasEdits: boolean;
  readonly onGo: (step: Step, field: string) => void;
  readonly act: EditionDesk["act"];
  readonly remove: EditionDesk["remove"];
}

interface Item {
  readonly name: "name" | "category" | "district" | "address" | "dates" | "opening" | "slots";
  readonly codes: readonly MissingCode[];
  readonly step: Step;
  readonly field: string;
}

const items: readonly Item[] = [
  { name: "name", codes: ["name"], step: "what", field: "name" },
  { name: "category", codes: ["category"], step: "what", field: "category" },
  { name: "district", codes: ["district"], step: "where", field: "district" },
  { name: "address", codes: ["address"], step: "where", field: "address" },
  { name: "dates", codes: ["dates", "dates-over"], step: "where", field: "startsOn" },
  { name: "opening", codes: ["opening", "opening-over"], step: "where", field: "opensAt" },
  { name: "slots", codes: ["slots"], step: "publish", field: "slots" },
];

/** What is still missing, each a way to its field; who will find it; the button that shows the store to everybody. */
export function PublishStep(content: PublishContent) {
  const { editor } = content;
  const { edition } = editor;
  const texts = useHostTexts();
  const listing = <ChoiceField editor={editor} name="isListed" values={[true, false]} label={texts.rules.listed} />;
  if (edition.publishedAt !== null) {
    return (
      <>
        <Published {...content} />
        {listing}
      </>
    );
  }
  const { missing } = edition;
  return (
    <>
      <p className="sub" role="status">
        {missing.length === 0 ? texts.ready : texts.notReady(missing.length)}
      </p>
      <ul className="host-checklist" aria-label={texts.checklist}>
        {items.map((item) => (
          <CheckItem key={item.name} item={item} {...content} />
        ))}
      </ul>
      {listing}
      {edition.id !== "" && <Publish {...content} />}
    </>
  );
}

function CheckItem({ item, editor, onGo }: PublishContent & { item: Item }) {
  const { edition } = editor;
  const texts = useHostTexts();
  const code = item.codes.find((each) => edition.missing.includes(each));
  if (code === undefined) {
    const done = item.name === "slots" ? texts.done.slots(edition.slots) : texts.done[item.name];
    return (
      <li className="done">
        <Icon name="check" size={20} />
        <span>{done}</span>
      </li>
    );
  }
  return (
    <li>
      {item.name === "slots" && edition.id !== "" ? (
        <Link to={`/host/stores/${edition.id}/slots`}>
          <span>{texts.missing[code]}</span>
          <Icon name="chevron" size={18} />
        </Link>
      ) : (
        <button type="button" onClick={() => onGo(item.name === "slots" ? "what" : item.step, item.field)}>
          <span>{texts.missing[code]}</span>
          <Icon name="chevron" size={18} />
        </button>
      )}
    </li>
  );
}

function Publish({ editor, hasEdits, act, remove }: PublishContent) {
  const { edition } = editor;
  const texts = useHostTexts();
  const refusals = useHostRefusals();
  const [isAsking, setIsAsking] = useState(false);
  const publishing = useAction<Edition>(() => undefined);
  const removing = useAction<null>(() => navigate("/account"));
  const problem = publishing.problem ?? removing.problem;
  const isReady = edition.missing.length === 0 && !hasEdits;
  const url = `/api/stores/${edition.id}`;
  return (
    <div className="host-acts">
      <p className="fine">{texts.publishWhy}</p>
      {problem !== null && (
        <p className="problem" role="alert">
          {refusals[refusalOf(problem)]}
        </p>
      )}
      <button
        className="button primary"
        type="button"
        disabled={publishing.isBusy}
        aria-disabled={!isReady}
        onClick={() => isReady && publishing.run(() => act(() => write<Edition>("POST", `${url}/publish`)))}
      >
        {texts.publish}
      </button>
      <button className="quiet" type="button" onClick={() => setIsAsking(true)}>
        {texts.remove}
      </button>
      {isAsking && (
        <Confirm
          title={texts.removeTitle}
          consequence={texts.removeWhy}
          yes={texts.remove}
          no={texts.leaveIt}
          onNo={() => setIsAsking(false)}
          onYes={() => {
            setIsAsking(false);
            removing.run(remove);
          }}
        />
      )}
    </div>
  );
}

function Published({ editor, act }: PublishContent) {
  const { edition } = editor;
  const texts = useHostTexts();
  const refusals = useHostRefusals();
  const { isBusy, problem, run } = useAction<Edition>(() => undefined);
  return (
    <div className="host-acts">
      <p className="host-published" role="status">
        <Icon name="check" size={20} />
        {texts.publishedTitle}
      </p>
      <Link className="button primary" to={`/stores/${edition.id}`}>
        {texts.seeStore}
        <Icon name="arrow" size={20} />
      </Link>
      <p className="fine">{texts.unpublishWhy}</p>
      {problem !== null && (
        <p className="problem" role="alert">
          {refusals[refusalOf(problem)]}
        </p>
      )}
      <button
        className="button line"
        type="button"
        disabled={isBusy}
        onClick={() => run(() => act(() => write<Edition>("POST", `/api/stores/${edition.id}/unpublish`)))}
      >
        {texts.unpublish}
      </button>
    </div>
  );
}
