import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, expect, test } from "vitest";
import { languages } from "../../../shared/languages.ts";
import { loadCatalogue } from "../messages/catalogue.ts";
import { PageDataProvider } from "../ui/page-data.tsx";
import { PrivacyPage } from "./privacy-page.tsx";

beforeAll(() => Promise.all(languages.map((language) => loadCatalogue(language))));

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
