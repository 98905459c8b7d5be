import { type ReactNode, useId } from "react";
import type { EditedFields, Edition } from "../../../../shared/editions.ts";
import { useHostTexts } from "./texts.ts";

export interface Editor {
  readonly edition: Edition;
  /** Fields that the server would not take. */
  readonly wrong: readonly string[];
  readonly change: (fields: EditedFields) => void;
}

type FieldName = keyof EditedFields;

interface Named {
  readonly editor: Editor;
  readonly name: FieldName;
  readonly isOptional?: boolean;
}

/** The id by which a checklist finds a field. */
export const fieldId = (name: string) => `field-${name}`;

interface Frame extends Named {
  readonly children: (attributes: { id: string; "aria-describedby": string; "aria-invalid": boolean }) => ReactNode;
}

/** A field by its name: what it is called, and why it is asked where the catalogue says that too. */
function Framed({ editor, name, isOptional = false, children }: Frame) {
  const texts = useHostTexts();
  const { [name]: label, [`${name}Why`]: why }: Record<string, string | undefined> = texts.fields;
  const whyId = useId();
  const isWrong = editor.wrong.includes(name);
  return (
    <div className="field">
      <label htmlFor={fieldId(name)}>
        {label}
        {isOptional && <small>{texts.optional}</small>}
      </label>
      <div id={whyId}>
        {why !== undefined && <p>{why}</p>}
        {isWrong && <p className="problem">{texts.wrong}</p>}
      </div>
      {children({ id: fieldId(name), "aria-describedby": whyId, "aria-invalid": isWrong })}
    </div>
  );
}

/** One line of text. */
export function LineField({ maxLength, ...named }: Named & { readonly maxLength: number }) {
  const { editor, name } = named;
  return (
    <Framed {...named}>
      {(attributes) => (
        <input
          {...attributes}
          value={String(editor.edition[name] ?? "")}
          maxLength={maxLength}
          autoComplete="off"
          onChange={(event) => editor.change({ [name]: event.currentTarget.value })}
        />
      )}
    </Framed>
  );
}

export function LinesField({
  maxLength,
  rows,
  ...named
}: Named & { readonly maxLength: number; readonly rows: number }) {
  const { editor, name } = named;
  return (
    <Framed {...named}>
      {(attributes) => (
        <textarea
          {...attributes}
          rows={rows}
          value={String(editor.edition[name] ?? "")}
          maxLength={maxLength}
          onChange={(event) => editor.change({ [name]: event.currentTarget.value })}
        />
      )}
    </Framed>
  );
}

/** One of a few values; what the store has is among them, also when nobody would offer it today. */
export function ChoiceField<Value extends number | boolean | null>({
  values,
  label,
  ...named
}: Named & { readonly values: readonly Value[]; readonly label: (value: Value) => string }) {
  const { editor, name } = named;
  const value = editor.edition[name] as Value;
  const choices = values.includes(value) ? values : [...values, value];
  return (
    <Framed {...named}>
      {(attributes) => (
        <select
          {...attributes}
          value={choices.indexOf(value)}
          onChange={(event) => editor.change({ [name]: choices[Number(event.currentTarget.value)] })}
        >
          {choices.map((choice, place) => (
            <option key={String(choice)} value={place}>
              {label(choice)}
            </option>
          ))}
        </select>
      )}
    </Framed>
  );
}

/** A day, or a day with a time. What is said is written as its field has it; nothing is null. */
export function DayField(named: Named) {
  const { editor, name } = named;
  return (
    <Framed {...named}>
      {(attributes) => (
        <input
          {...attributes}
          type="date"
          value={String(editor.edition[name] ?? "")}
          onChange={(event) => editor.change({ [name]: event.currentTarget.value || null })}
        />
      )}
    </Framed>
  );
}

interface MomentShown extends Named {
  readonly shown: (moment: string | null) => string;
  readonly read: (local: string) => string | null;
}

export function MomentField({ shown, read, ...named }: MomentShown) {
  const { editor, name } = named;
  return (
    <Framed {...named}>
      {(attributes) => (
        <input
          {...attributes}
          type="datetime-local"
          value={shown(editor.edition[name] as string | null)}
          onChange={(event) => editor.change({ [name]: read(event.currentTarget.value) })}
        />
      )}
    </Framed>
  );
}

export function SelectField({ options, ...named }: Named & { readonly options: readonly string[] }) {
  const { editor, name } = named;
  return (
    <Framed {...named}>
      {(attributes) => (
        <select
          {...attributes}
          value={String(editor.edition[name])}
          onChange={(event) => editor.change({ [name]: event.currentTarget.value })}
        >
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      )}
    </Framed>
  );
}
