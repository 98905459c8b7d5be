import {
  categories,
  longestAddress,
  longestBio,
  longestDistrict,
  longestStoreName,
} from "../../../../shared/store-codes.ts";
import { useMessages } from "../../messages/use-messages.ts";
import { DayField, type Editor, fieldId, LineField, LinesField, MomentField, SelectField } from "./fields.tsx";
import { PointField } from "./point-field.tsx";
import { useHostTexts } from "./texts.ts";
import { localOf, momentOf } from "./zoned-moment.ts";

export const steps = ["what", "where", "rules", "publish"] as const;
export type Step = (typeof steps)[number];

/** What it is. */
export function WhatStep({ editor }: { editor: Editor }) {
  return (
    <>
      <LineField editor={editor} name="name" maxLength={longestStoreName} />
      <Categories editor={editor} />
      <LinesField editor={editor} name="bio" maxLength={longestBio} rows={6} isOptional />
    </>
  );
}

function Categories({ editor }: { editor: Editor }) {
  const { stores } = useMessages();
  const { fields } = useHostTexts();
  return (
    <fieldset className="field" id={fieldId("category")} tabIndex={-1}>
      <legend>{fields.category}</legend>
      <div className="picks host-choices">
        {categories.map((category) => (
          <label key={category}>
            <input
              type="radio"
              name="category"
              value={category}
              checked={editor.edition.category === category}
              onChange={() => editor.change({ category })}
            />
            <span>{stores.categories[category]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const zones = Intl.supportedValuesOf("timeZone");

/** Where and when. */
export function WhereStep({ editor }: { editor: Editor }) {
  const { timeZone } = editor.edition;
  const inZone = {
    shown: (moment: string | null) => localOf(moment, timeZone),
    read: (local: string) => momentOf(local, timeZone),
  };
  return (
    <>
      <LineField editor={editor} name="district" maxLength={longestDistrict} />
      <LineField editor={editor} name="address" maxLength={longestAddress} />
      <PointField editor={editor} />
      <div className="host-pair">
        <DayField editor={editor} name="startsOn" />
        <DayField editor={editor} name="endsOn" />
      </div>
      <SelectField editor={editor} name="timeZone" options={zones.includes(timeZone) ? zones : [timeZone, ...zones]} />
      <MomentField editor={editor} name="opensAt" {...inZone} />
      <MomentField editor={editor} name="closesAt" {...inZone} />
    </>
  );
}
