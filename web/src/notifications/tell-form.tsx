import { type FormEvent, useState } from "react";
import { longestNotice } from "../../../shared/notification-codes.ts";
import type { Notice } from "../../../shared/notifications.ts";
import { write } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useAction } from "../ui/use-action.ts";
import { useNotificationTexts } from "./texts.ts";
import "./tell-form.css";

/** The owner tells everybody who has a reservation to come. */
export function TellForm({ storeId }: { storeId: string }) {
  const texts = useNotificationTexts();
  const { problems } = useMessages();
  const [text, setText] = useState("");
  const [isTold, setIsTold] = useState(false);
  const telling = useAction<Notice>(() => {
    setText("");
    setIsTold(true);
  });
  function tell(event: FormEvent): void {
    event.preventDefault();
    setIsTold(false);
    telling.run(() => write("POST", `/api/stores/${storeId}/notices`, { body: { text } }));
  }
  return (
    <form className="tell" onSubmit={tell} aria-labelledby="tell-title">
      <h2 className="section-title" id="tell-title">
        {texts.tell}
      </h2>
      <p className="sub small">{texts.tellWhy}</p>
      <label>
        <span>{texts.tellLabel}</span>
        <textarea
          required
          rows={4}
          maxLength={longestNotice}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button className="button line" type="submit" disabled={telling.isBusy || text.trim() === ""}>
        {texts.tellSend}
      </button>
      <output className="sub small">{isTold ? texts.told : ""}</output>
      {telling.problem !== null && (
        <p className="problem" role="alert">
          {problems[telling.problem.problem]}
        </p>
      )}
    </form>
  );
}
