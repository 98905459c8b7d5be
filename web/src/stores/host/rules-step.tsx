import { type ChangeEvent, useState } from "react";
import type { Edition } from "../../../../shared/editions.ts";
import { largestPartyOfAll } from "../../../../shared/line.ts";
import { largestUploadBytes, longestRules, uploadTypes } from "../../../../shared/store-codes.ts";
import { sendFile } from "../../file.ts";
import { useMessages } from "../../messages/use-messages.ts";
import { useAction } from "../../ui/use-action.ts";
import type { EditionDesk } from "./edition-desk.ts";
import { ChoiceField, type Editor, LinesField } from "./fields.tsx";
import { refusalOf, useHostRefusals, useHostTexts } from "./texts.ts";

interface RulesContent {
  readonly editor: Editor;
  readonly act: EditionDesk["act"];
}

const sizes = Array.from({ length: largestPartyOfAll }, (_, size) => size + 1);
const places = [null, 1, 2, 3, 4, 5] as const;
/** Minutes. */
const offers = [0, 10, 30, 60, 120] as const;
const graces = [0, 10, 20, 30, 60] as const;

/** What visitors must know, the rules of the line and of the door, and the poster. */
export function RulesStep({ editor, act }: RulesContent) {
  const { people } = useMessages();
  const { rules } = useHostTexts();
  return (
    <>
      <LinesField editor={editor} name="rules" maxLength={longestRules} rows={5} isOptional />
      <ChoiceField editor={editor} name="largestParty" values={sizes} label={people} />
      <ChoiceField<number | null> editor={editor} name="placesPerPerson" values={places} label={rules.places} />
      <ChoiceField editor={editor} name="fillsGaps" values={[false, true]} label={rules.order} />
      <ChoiceField<number> editor={editor} name="offerMinutes" values={offers} label={rules.offer} />
      <ChoiceField<number> editor={editor} name="graceMinutes" values={graces} label={rules.minutes} />
      <ChoiceField editor={editor} name="releasesNoShows" values={[false, true]} label={rules.release} />
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
      <div className="picks host-choices">
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
