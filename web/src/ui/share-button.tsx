import { useState } from "react";
import { useMessages } from "../messages/use-messages.ts";
import { Icon } from "./icon.tsx";

type Shared = "idle" | "copied" | "failed";

interface Shareable {
  readonly name: string;
  /** What is handed over; this very page when left out. */
  readonly path?: string;
}

/** Hands an address to the device's own sharing, or into the clipboard where there is none. */
export function ShareButton({ name, path }: Shareable) {
  const { site } = useMessages();
  const [shared, setShared] = useState<Shared>("idle");
  const words = { idle: "", copied: site.copied, failed: site.notCopied };
  return (
    <div className="share">
      <button
        className="icon"
        type="button"
        aria-label={site.share}
        onClick={() => void share(name, path ?? location.pathname).then((outcome) => setShared(outcome))}
      >
        <Icon name={shared === "copied" ? "check" : "share"} />
      </button>
      <output className="share-said">{words[shared]}</output>
    </div>
  );
}

async function share(name: string, path: string): Promise<Shared> {
  const url = location.origin + path;
  try {
    if (typeof navigator.share === "function") {
      await navigator.share({ title: name, url });
      return "idle";
    }
    await navigator.clipboard.writeText(url);
    return "copied";
  } catch (error) {
    // Whoever closes the device's dialog wanted nothing.
    return error instanceof DOMException && error.name === "AbortError" ? "idle" : "failed";
  }
}
