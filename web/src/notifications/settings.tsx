import { useState } from "react";
import { consentVersion } from "../../../shared/consent-version.ts";
import { type Language, languages } from "../../../shared/languages.ts";
import { type OptionalKind, optionalKinds } from "../../../shared/notification-codes.ts";
import type { NotificationSettings } from "../../../shared/notifications.ts";
import { Refusal } from "../accounts/refusal.tsx";
import { isProblem, type Problem, write } from "../api.ts";
import { LoadingBars } from "../ui/loading.tsx";
import { PushSwitch } from "./push-switch.tsx";
import { useNotificationTexts } from "./texts.ts";
import { useAnswer } from "./use-answer.ts";

const path = "/api/me/notification-settings";

/** How I hear of things: for each kind that can be done without one switch for mail and one for push. */
export function Settings() {
  const texts = useNotificationTexts();
  const found = useAnswer<NotificationSettings>(path);
  const [chosen, setChosen] = useState<NotificationSettings | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const settings = chosen ?? (typeof found === "string" ? null : found);

  /** Shown at once, and taken back if it is refused. */
  async function change(body: unknown, next: NotificationSettings): Promise<void> {
    setProblem(null);
    setChosen(next);
    const answer = await write<NotificationSettings>("PATCH", path, { body });
    if (!isProblem(answer)) return;
    setChosen(settings);
    setProblem(answer);
  }
  return (
    <section className="notification-settings" aria-labelledby="notification-settings">
      <h2 className="section-title" id="notification-settings">
        {texts.settings}
      </h2>
      {settings === null ? (
        <LoadingBars />
      ) : (
        <>
          <p className="sub small">
            {settings.address === null ? texts.noAddress : texts.settingsWhy(settings.address)}
          </p>
          {settings.pushKey !== null && <PushSwitch pushKey={settings.pushKey} />}
          <Switches
            settings={settings}
            onSwitch={(kind, way, wanted) => {
              const items = settings.items.map((item) => (item.kind === kind ? { ...item, [way]: wanted } : item));
              void change({ [way]: { [kind]: wanted }, version: consentVersion }, { ...settings, items });
            }}
          />
          <LanguageOfMails
            settings={settings}
            onChoose={(language) => void change({ language }, { ...settings, language })}
          />
        </>
      )}
      <Refusal problem={problem} />
    </section>
  );
}

type Way = "mail" | "push";

interface SwitchesShown {
  readonly settings: NotificationSettings;
  readonly onSwitch: (kind: OptionalKind, way: Way, wanted: boolean) => void;
}

function Switches({ settings, onSwitch }: SwitchesShown) {
  const texts = useNotificationTexts();
  const ways: readonly Way[] = settings.pushKey === null ? ["mail"] : ["mail", "push"];
  return (
    <ul className="switches">
      <li>
        <div>
          <b>{texts.essential}</b>
          <p className="fine">{texts.essentialWhy}</p>
        </div>
        <span className="fine">{texts.always}</span>
      </li>
      {optionalKinds.map((kind) => (
        <li key={kind}>
          <div>
            <b>{texts.kinds[kind]}</b>
            <small className="fine">{texts.kindsWhy[kind]}</small>
          </div>
          {ways.map((way) => (
            <label key={way}>
              <span className="fine" aria-hidden="true">
                {texts.ways[way]}
              </span>
              <input
                type="checkbox"
                aria-label={`${texts.kinds[kind]} · ${texts.ways[way]}`}
                checked={settings.items.find((item) => item.kind === kind)?.[way] === true}
                onChange={(event) => onSwitch(kind, way, event.currentTarget.checked)}
              />
            </label>
          ))}
        </li>
      ))}
    </ul>
  );
}

interface LanguageShown {
  readonly settings: NotificationSettings;
  readonly onChoose: (language: Language) => void;
}

function LanguageOfMails({ settings, onChoose }: LanguageShown) {
  const texts = useNotificationTexts();
  return (
    <fieldset className="mail-language">
      <legend>{texts.mailsIn}</legend>
      {languages.map((language) => (
        <label key={language} lang={language}>
          <input
            type="radio"
            name="mail-language"
            checked={settings.language === language}
            onChange={() => onChoose(language)}
          />
          {texts.languageNames[language]}
        </label>
      ))}
    </fieldset>
  );
}
