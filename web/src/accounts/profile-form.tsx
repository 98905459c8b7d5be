import { type ReactNode, type SubmitEvent, useId } from "react";
import { longestName, type Me, type MeChange } from "../../../shared/accounts.ts";
import { consentVersion } from "../../../shared/consent-version.ts";
import { firstBirthYear, regions, type Sex, sexes, yearInKorea, youngestAge } from "../../../shared/people-codes.ts";
import { write } from "../api.ts";
import { serverClock } from "../clock.ts";
import { useAction } from "../ui/use-action.ts";
import { Refusal } from "./refusal.tsx";
import { useSession } from "./session.tsx";
import { useProfileTexts } from "./texts.ts";

interface ProfileFormContent {
  readonly me: Me;
  readonly hasName: boolean;
  readonly label: string;
  readonly onSaved: (me: Me) => void;
  /** What stands beside the button. */
  readonly children?: ReactNode;
}

/** What people may tell about themselves: each says why we ask, and none is needed. */
export function ProfileForm({ me, hasName, label, onSaved, children }: ProfileFormContent) {
  const texts = useProfileTexts();
  const { change } = useSession();
  const { isBusy, problem, run } = useAction<Me>((changed) => {
    change(changed);
    onSaved(changed);
  });
  function save(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const body = changeOf(new FormData(event.currentTarget), me);
    run(() => write<Me>("PATCH", "/api/me", { body }));
  }
  return (
    <form className="profile" onSubmit={save}>
      {hasName && (
        <TextField
          name="name"
          label={texts.name}
          why={texts.nameWhy}
          value={me.name}
          required
          maxLength={longestName}
        />
      )}
      <TextField
        name="phone"
        type="tel"
        label={texts.phone}
        why={texts.phoneWhy}
        value={me.phone ?? ""}
        placeholder={texts.phoneExample}
        autoComplete="tel"
        maxLength={20}
        pattern="[+]?[0-9]([ \-]?[0-9]){7,14}"
      />
      <SexField chosen={me.sex} />
      <TextField
        name="birthYear"
        type="number"
        label={texts.birthYear}
        why={texts.birthYearWhy}
        value={me.birthYear === null ? "" : String(me.birthYear)}
        placeholder={texts.birthYearExample}
        autoComplete="bday-year"
        min={firstBirthYear}
        max={yearInKorea(serverClock.now()) - youngestAge}
      />
      <RegionField chosen={me.region} />
      <Refusal problem={problem} />
      <div className="actions">
        <button className="button primary" type="submit">
          {isBusy ? texts.saving : label}
        </button>
        {children}
      </div>
    </form>
  );
}

/** What the form says otherwise than it was; a field left empty takes back what was told. */
function changeOf(form: FormData, me: Me): MeChange {
  const textOf = (name: string) => String(form.get(name) ?? "").trim();
  const said = {
    name: textOf("name") || me.name,
    phone: textOf("phone").replace(/[ -]/g, "") || null,
    sex: (textOf("sex") || null) as Me["sex"],
    birthYear: Number(textOf("birthYear")) || null,
    region: (textOf("region") || null) as Me["region"],
  };
  const told = ["name", "phone", "sex", "birthYear", "region"] as const;
  const changed = told.filter((field) => said[field] !== me[field]).map((field) => [field, said[field]]);
  return { ...Object.fromEntries(changed), isIntroduced: true, version: consentVersion };
}

interface TextFieldContent extends Omit<React.InputHTMLAttributes<HTMLInputElement>, "value" | "id"> {
  readonly label: string;
  readonly why: string;
  readonly value: string;
}

function TextField({ label, why, value, ...input }: TextFieldContent) {
  const id = useId();
  const { optional } = useProfileTexts();
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {input.required !== true && <small>{optional}</small>}
      </label>
      <p id={`${id}-why`}>{why}</p>
      <input id={id} aria-describedby={`${id}-why`} defaultValue={value} {...input} />
    </div>
  );
}

function SexField({ chosen }: { chosen: Sex | null }) {
  const id = useId();
  const texts = useProfileTexts();
  const choices = [...sexes, "none"] as const;
  return (
    <fieldset className="field" aria-describedby={`${id}-why`}>
      <legend>
        {texts.sex}
        <small>{texts.optional}</small>
      </legend>
      <p id={`${id}-why`}>{texts.sexWhy}</p>
      <div className="picks choices">
        {choices.map((choice) => (
          <label key={choice}>
            <input
              type="radio"
              name="sex"
              value={choice === "none" ? "" : choice}
              defaultChecked={choice === (chosen ?? "none")}
            />
            <span>{texts.sexes[choice]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function RegionField({ chosen }: { chosen: Me["region"] }) {
  const id = useId();
  const texts = useProfileTexts();
  return (
    <div className="field">
      <label htmlFor={id}>
        {texts.region}
        <small>{texts.optional}</small>
      </label>
      <p id={`${id}-why`}>{texts.regionWhy}</p>
      <select id={id} name="region" aria-describedby={`${id}-why`} defaultValue={chosen ?? ""}>
        <option value="">{texts.noRegion}</option>
        {regions.map((region) => (
          <option key={region} value={region}>
            {texts.regions[region]}
          </option>
        ))}
      </select>
    </div>
  );
}
