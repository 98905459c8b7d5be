import { useState } from "react";
import { type Editor, fieldId } from "./fields.tsx";
import { useHostTexts } from "./texts.ts";

const shape = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*$/;

/** A point as maps write it, "37.5446, 127.0559"; null for what is none. */
function pointOf(text: string): { latitude: number; longitude: number } | null {
  const [, north, east] = shape.exec(text) ?? [];
  const [latitude, longitude] = [Number(north), Number(east)];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

/** Both halves of a point at once, since half of one is nowhere. */
export function PointField({ editor }: { editor: Editor }) {
  const texts = useHostTexts();
  const { latitude, longitude } = editor.edition;
  const [text, setText] = useState(latitude === null ? "" : `${latitude}, ${longitude}`);
  const isWrong = text.trim() !== "" && pointOf(text) === null;
  function say(said: string): void {
    setText(said);
    const point = said.trim() === "" ? { latitude: null, longitude: null } : pointOf(said);
    if (point !== null) editor.change(point);
  }
  return (
    <div className="field">
      <label htmlFor={fieldId("latitude")}>
        {texts.fields.point}
        <small>{texts.optional}</small>
      </label>
      <div id="point-why">
        <p>{texts.fields.placeWhy}</p>
        {isWrong && <p className="problem">{texts.wrong}</p>}
      </div>
      <input
        id={fieldId("latitude")}
        aria-describedby="point-why"
        aria-invalid={isWrong}
        inputMode="text"
        autoComplete="off"
        maxLength={60}
        placeholder={texts.fields.pointExample}
        value={text}
        onChange={(event) => say(event.currentTarget.value)}
      />
    </div>
  );
}
