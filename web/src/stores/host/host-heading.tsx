import type { Edition } from "../../../../shared/editions.ts";
import { StorePlaces } from "../staff/store-places.tsx";
import { useHostTexts } from "./texts.ts";

interface HeadingContent {
  readonly edition: Edition;
  readonly here: "edit" | "slots";
}

/** Which store this is, whether people see it, and the way to its other pages. */
export function HostHeading({ edition, here }: HeadingContent) {
  const texts = useHostTexts();
  const { id, name, publishedAt } = edition;
  return (
    <header className="tool-heading">
      <p className={publishedAt === null ? "seat" : "seat public"}>
        {publishedAt === null ? texts.draft : texts.published}
      </p>
      <h1 tabIndex={-1}>{name || texts.unnamed}</h1>
      {id !== "" && <StorePlaces storeId={id} here={here} isDraft={publishedAt === null} />}
    </header>
  );
}
