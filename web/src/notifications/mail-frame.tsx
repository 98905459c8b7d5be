import { useEffect, useState } from "react";

/** A mail that is longer scrolls in its frame. */
const mostHeight = 4_000;

/**
 * A mail as a page. No script and no form of a mail ever runs; a link opens a window of its own. As a mail reader
 * would, the page around it lends it a font and gives it the room that it needs.
 */
export function MailFrame({ title, src }: { title: string; src: string }) {
  const [inside, setInside] = useState<Document | null>(null);
  const [height, setHeight] = useState<number | undefined>();
  useEffect(() => {
    if (inside === null) return;
    const fonts = inside.createElement("style");
    fonts.textContent = ourFontFaces();
    inside.head.append(fonts);
    const measuring = new ResizeObserver(() => setHeight(Math.min(inside.body.offsetHeight, mostHeight)));
    measuring.observe(inside.body);
    return () => measuring.disconnect();
  }, [inside]);
  return (
    <iframe
      title={title}
      src={src}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      style={{ height }}
      onLoad={({ currentTarget }) => setInside(currentTarget.contentDocument)}
    />
  );
}

const ourFontFaces = () =>
  Array.from(document.styleSheets)
    .flatMap((sheet) => Array.from(sheet.cssRules))
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .map(({ cssText }) => cssText)
    .join("\n");
