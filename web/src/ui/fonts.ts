import { useEffect } from "react";

/** 92 small files of which a page needs a handful, by the letters that it shows. */
export const listFonts = (): Promise<unknown> =>
  import("pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css");

/** Fetches the letters of what is said without a network while there is one; without them it would be half squares. */
export function useLettersAhead(text: string): void {
  useEffect(() => {
    listFonts()
      .then(() => document.fonts.load('1em "Pretendard Variable"', text))
      .catch(() => undefined);
  }, [text]);
}
