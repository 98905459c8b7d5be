import { type ComponentType, useEffect, useState } from "react";
import { useMessages } from "../messages/use-messages.ts";
import { Loading } from "./loading.tsx";

interface LatePage<Props> {
  (props: Props): React.ReactNode;
  /** Fetches the page's program, so that it can be drawn at once: on the server, and before the first drawing. */
  readonly preload: () => Promise<void>;
}

/** A page whose program comes when somebody opens it. Once it is there, it is drawn without a wait in between. */
export function latePage<Props extends object>(load: () => Promise<ComponentType<Props>>, isRoom = false) {
  let program: ComponentType<Props> | null = null;
  async function preload(): Promise<void> {
    program = await load();
  }

  function Page(props: Props) {
    const [Program, setProgram] = useState(() => program);
    const [isLost, setIsLost] = useState(false);
    useEffect(() => {
      if (Program !== null) return;
      preload().then(
        () => setProgram(() => program),
        () => setIsLost(true),
      );
    }, [Program]);
    if (Program !== null) return <Program {...props} />;
    return isLost ? <Lost /> : <Loading isRoom={isRoom} />;
  }

  return Object.assign(Page, { preload }) as LatePage<Props>;
}

/** No connection, or a program of a release that is gone, which is said in words of its own: loading again helps. */
function Lost() {
  const { site, problems } = useMessages();
  return (
    <div className="narrow slim absent" role="alert">
      <p className="sub">{navigator.onLine ? site.pageLost : problems.unreachable}</p>
      <button className="button line" type="button" onClick={() => location.reload()}>
        {site.tryAgain}
      </button>
    </div>
  );
}
