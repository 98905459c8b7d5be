import { type ChangeEvent, useState } from "react";
import type { Edition } from "../../../../shared/editions.ts";
import { largestPartyOfAll } from "../../../../shared/line.ts";
import { largestUploadBytes, longestRules, uploadTypes } from "../../../../shared/store-codes.ts";
import { sendFile } from "../../file.ts";
import { useMessages } from "../../messages/use-messages.ts";
import { useAction } from "../../ui/use-action.ts";
import type { EditionDesk } from "./edition-desk.ts";
import { type Editor, fieldId, LinesField } from "./fields.tsx";
import { refusalOf, useHostRefusals, useHostTexts } from "./texts.ts";

interface RulesContent {
  readonly editor: Editor;
  readonly act: EditionDesk["act"];
}

/** What visitors must know, how large a party may be, and the poster. */
export function RulesStep({ editor, act }: RulesContent) {
  const { people } = useMessages();
  const { fields } = useHostTexts();
  const sizes = Array.from({ length: largestPartyOfAll }, (_, size) => size + 1);
  return (
    <>
      <LinesField editor={editor} name="rules" why={fields.rulesWhy} maxLength={longestRules} rows={5} isOptional />
      <div className="field">
        <label htmlFor={fieldId("largestParty")}>{fields.largestParty}</label>
        <select
          id={fieldId("largestParty")}
          value={editor.edition.largestParty}
          onChange={(event) => editor.change({ largestParty: Number(event.currentTarget.value) })}
        >
          {sizes.map((size) => (
            <option key={size} value={size}>
              {people(size)}
            </option>
          ))}
        </select>
      </div>
      <PosterChoice editor={editor} act={act} />
    </>
  );
}

function PosterChoice({ editor, act }: RulesContent) {
  const texts = useHostTexts();
  const { edition } = editor;
  const choices = [
    { label: texts.fields.generated, showsPicture: false },
    ...(edition.picture === null ? [] : [{ label: texts.fields.uploaded, showsPicture: true }]),
  ];
  return (
    <fieldset className="field">
      <legend>{texts.fields.poster}</legend>
      <div className="host-choices">
        {choices.map(({ label, showsPicture }) => (
          <label key={label}>
            <input
              type="radio"
              name="poster"
              checked={edition.showsPicture === showsPicture}
              onChange={() => editor.change({ showsPicture })}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      {edition.id !== "" && <Upload edition={edition} act={act} />}
    </fieldset>
  );
}

/** A picture of the host's own. Its size is looked at here too, so that nobody waits for a refusal. */
function Upload({ edition, act }: { edition: Edition; act: EditionDesk["act"] }) {
  const texts = useHostTexts();
  const refusals = useHostRefusals();
  const [isTooLarge, setIsTooLarge] = useState(false);
  const { isBusy, problem, run } = useAction<Edition>(() => undefined);
  function choose(event: ChangeEvent<HTMLInputElement>): void {
    const [file] = event.currentTarget.files ?? [];
    event.currentTarget.value = "";
    if (file === undefined) return;
    setIsTooLarge(file.size > largestUploadBytes);
    if (file.size <= largestUploadBytes)
      run(() => act(() => sendFile<Edition>(`/api/stores/${edition.id}/poster`, file)));
  }
  const idle = edition.picture === null ? texts.upload : texts.uploadAgain;
  return (
    <div className="host-upload">
      <label className="button line">
        <input type="file" className="hidden" accept={uploadTypes.join(",")} disabled={isBusy} onChange={choose} />
        {isBusy ? texts.uploading : idle}
      </label>
      <p className="fine">{texts.uploadWhy}</p>
      {(isTooLarge || problem !== null) && (
        <p className="problem" role="alert">
          {problem === null ? texts.tooLarge : refusals[refusalOf(problem)]}
        </p>
      )}
    </div>
  );
}
