import type { Problem } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { usePrivacyTexts } from "./texts.ts";

/** What the server refused, where something was sent; a text that is not today's any more comes anew with the page. */
export function Refusal({ problem }: { problem: Problem | null }) {
  const { problems } = useMessages();
  const texts = usePrivacyTexts();
  if (problem === null) return null;
  const isOfOldText = problem.problem === "bad-request" && problem.fields?.includes("version") === true;
  return (
    <p className="problem" role="alert">
      {isOfOldText ? texts.oldText : problems[problem.problem]}
      {isOfOldText && (
        <button className="quiet" type="button" onClick={() => location.reload()}>
          {texts.reload}
        </button>
      )}
    </p>
  );
}
