import { write } from "../../api.ts";
import { useMessages } from "../../messages/use-messages.ts";
import { useHeadingFocus } from "../../ui/heading-focus.ts";
import { LoadingBars } from "../../ui/loading.tsx";
import { Link } from "../../ui/router.tsx";
import { useAction } from "../../ui/use-action.ts";
import { useStore } from "../use-store.ts";
import { forgetCode } from "./kept-code.ts";
import { useStaffTexts } from "./texts.ts";

interface JoinState {
  readonly storeId: string;
  readonly code: string;
  readonly onDone: () => void;
}

/** Somebody was invited: what it means, and one button. Whoever works here already just goes on. */
export function JoinStore({ storeId, code, onDone }: JoinState) {
  const texts = useStaffTexts();
  const { problems } = useMessages();
  const store = useStore(storeId).data?.store ?? null;
  useHeadingFocus(store === null ? null : "join");
  function leave() {
    forgetCode(storeId);
    onDone();
  }
  const { isBusy, problem, run } = useAction<null>(leave, (refused) => {
    if (refused.problem === "already-staff") leave();
    // Used or closed: nobody is asked to try it again.
    if (refused.problem === "not-found") forgetCode(storeId);
  });
  if (store === null) return <LoadingBars />;
  return (
    <div className="narrow staff">
      <h1 className="page-title" tabIndex={-1}>
        {texts.joinTitle(store.name)}
      </h1>
      <p className="sub">{texts.joinWhy}</p>
      {problem !== null && (
        <p className="problem" role="alert">
          {problem.problem === "not-found" ? texts.over : problems[problem.problem]}
        </p>
      )}
      {problem?.problem === "not-found" ? (
        <Link className="button line" to={`/stores/${storeId}`}>
          {texts.toStore}
        </Link>
      ) : (
        <button
          className="button primary"
          type="button"
          disabled={isBusy}
          onClick={() => run(() => write("POST", `/api/stores/${storeId}/staff`, { body: { code } }))}
        >
          {texts.join}
        </button>
      )}
    </div>
  );
}
