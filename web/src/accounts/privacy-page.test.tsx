import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, expect, test } from "vitest";
import { languages } from "../../../shared/languages.ts";
import { loadCatalogue } from "../messages/catalogue.ts";
import { PageDataProvider } from "../ui/page-data.tsx";
import { PrivacyPage } from "./privacy-page.tsx";

beforeAll(() => Promise.all(languages.map((language) => loadCatalogue(language))));

/** What docs/privacy.md says is stored of visitors, and who sees it on the way. */
const named = {
  ko: [
    "언어",
    "푸시 주소",
    "팔로우하면",
    "화면이 언제까지",
    "2년",
    "메일 서버나 AWS",
    "구글, 애플, 모질라, 마이크로소프트",
  ],
  en: [
    "language",
    "push service",
    "follow",
    "that page was",
    "two years",
    "mail server or AWS",
    "Google, Apple, Mozilla",
  ],
};

test.each(languages)(
  "D28: the page about personal data names all that is stored, and who carries mail and push: %s",
  (language) => {
    const data = { isDemo: false, contact: null, rendered: { path: "/privacy", language, now: "" } };
    const page = renderToStaticMarkup(
      <PageDataProvider data={data}>
        <PrivacyPage />
      </PageDataProvider>,
    );
    expect(named[language].filter((words) => !page.includes(words))).toEqual([]);
  },
);

test.each(languages)(
  "D28: the page about personal data says whom to write to, or that a demo names nobody: %s",
  (language) => {
    const pageOf = (contact: string | null) => {
      const data = { isDemo: contact === null, contact, rendered: { path: "/privacy", language, now: "" } };
      return renderToStaticMarkup(
        <PageDataProvider data={data}>
          <PrivacyPage />
        </PageDataProvider>,
      );
    };
    const inDemo = /서버를 켠 사람|whoever runs this server/;
    expect(pageOf("ask@popline.example")).toContain('href="mailto:ask@popline.example"');
    expect(pageOf("ask@popline.example")).not.toMatch(inDemo);
    expect(pageOf(null)).toMatch(inDemo);
    expect(pageOf(null)).not.toContain("mailto:");
  },
);
