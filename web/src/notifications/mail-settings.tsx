import { useEffect, useState } from "react";
import { type Language, languages } from "../../../shared/languages.ts";
import { type OptionalKind, optionalKinds } from "../../../shared/notification-codes.ts";
import type { NotificationSettings } from "../../../shared/notifications.ts";
import { isProblem, type Problem, read, write } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { LoadingBars } from "../ui/loading.tsx";
import { useNotificationTexts } from "./texts.ts";

const path = "/api/me/notification-settings";

/** Which mails I get, one switch for each kind that can be done without. */
export function MailSettings() {
  const texts = useNotificationTexts();
  const { problems } = useMessages();
  const [settings, setSettings] = useState<NotificationSettings | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    read<NotificationSettings>(path, gone.signal).then(
      (answer) => {
        if (!isProblem(answer)) setSettings(answer);
      },
      () => undefined,
    );
    return () => gone.abort();
  }, []);

  /** Shown at once, and taken back if it is refused. */
  async function change(body: unknown, next: NotificationSettings): Promise<void> {
    setProblem(null);
    setSettings(next);
    const answer = await write<NotificationSettings>("PATCH", path, { body });
    if (!isProblem(answer)) return;
    setSettings(settings);
    setProblem(answer);
  }
  return (
    <section className="mail-settings" aria-labelledby="mail-settings">
      <h2 className="section-title" id="mail-settings">
        {texts.settings}
      </h2>
      {settings === null ? (
        <LoadingBars />
      ) : (
        <>
          <p className="sub small">
            {settings.address === null ? texts.noAddress : texts.settingsWhy(settings.address)}
          </p>
          <Switches
            settings={settings}
            onSwitch={(kind, mail) => {
              const items = settings.items.map((item) => (item.kind === kind ? { ...item, mail } : item));
              void change({ mail: { [kind]: mail } }, { ...settings, items });
            }}
          />
          <LanguageOfMails
            settings={settings}
            onChoose={(language) => void change({ language }, { ...settings, language })}
          />
        </>
      )}
      {problem !== null && (
        <p className="problem" role="alert">
          {problems[problem.problem]}
        </p>
      )}
    </section>
  );
}

interface SwitchesShown {
  readonly settings: NotificationSettings;
  readonly onSwitch: (kind: OptionalKind, mail: boolean) => void;
}

function Switches({ settings, onSwitch }: SwitchesShown) {
  const texts = useNotificationTexts();
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
          <label>
            <span>
              <b>{texts.kinds[kind]}</b>
              <small className="fine">{texts.kindsWhy[kind]}</small>
            </span>
            <input
              type="checkbox"
              checked={settings.items.find((item) => item.kind === kind)?.mail === true}
              onChange={(event) => onSwitch(kind, event.currentTarget.checked)}
            />
          </label>
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
