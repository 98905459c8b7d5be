import { useState } from "react";
import { useMessages } from "../messages/use-messages.ts";
import { Icon } from "../ui/icon.tsx";

type Shared = "idle" | "copied" | "failed";

/** Hands the page's address to the device's own sharing, or into the clipboard where there is none. */
export function ShareButton({ name }: { name: string }) {
  const { stores } = useMessages();
  const [shared, setShared] = useState<Shared>("idle");
  const words = { idle: "", copied: stores.copied, failed: stores.notCopied };
  return (
    <div className="share">
      <button
        className="icon"
        type="button"
        aria-label={stores.share}
        onClick={() => void share(name).then((outcome) => setShared(outcome))}
      >
        <Icon name={shared === "copied" ? "check" : "share"} />
      </button>
      <output className="share-said">{words[shared]}</output>
    </div>
  );
}

async function share(name: string): Promise<Shared> {
  const url = location.origin + location.pathname;
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
