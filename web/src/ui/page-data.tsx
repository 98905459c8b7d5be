import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { type PageData, pageDataId, type Rendered } from "../../../shared/pages.ts";

/** What a page without data may assume: nobody drew it on the server, and it is the real product. */
const plain: PageData = { isDemo: false, contact: null, rendered: null };

const PageDataContext = createContext(plain);

/** Reads what the server put into the page. */
export function readPageData(): PageData {
  const text = document.getElementById(pageDataId)?.textContent;
  return text ? JSON.parse(text) : plain;
}

/** Hands out what the server drew the page from, until the browser has drawn the same once; from then on it is old. */
export function PageDataProvider({ data, children }: { data: PageData; children: ReactNode }) {
  const [known, setKnown] = useState(data);
  useEffect(() => setKnown((before) => ({ ...before, rendered: null })), []);
  return <PageDataContext value={known}>{children}</PageDataContext>;
}

/** What the server drew this page from: on the server, and for the first drawing in the browser. */
export function useRendered(): Rendered | null {
  return useContext(PageDataContext).rendered;
}

/** Where people ask about their data; null in a demo that names nobody. */
export function useContact(): string | null {
  return useContext(PageDataContext).contact;
}

export function useIsDemo(): boolean {
  return useContext(PageDataContext).isDemo;
}
