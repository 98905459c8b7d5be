import type { Language } from "../../../shared/languages.ts";
import { sharingTexts } from "../../../shared/messages/sharing.ts";
import { type DrawnPage, type PageData, pageDataId, pictureIn, sharedPicture } from "../../../shared/pages.ts";

type Described = Pick<DrawnPage, "title" | "description" | "picture">;

interface PageContent {
  readonly language: Language;
  readonly isDemo: boolean;
  readonly contact: string | null;
  /** Null for a page that the browser draws alone. */
  readonly drawn: DrawnPage | null;
}

/** The parts of web/index.html that differ from page to page; a build that lost one of them must not start. */
const places = {
  language: '<html lang="ko">',
  title: /<title>([^<]*)<\/title>/,
  description: /(<meta name="description" content=")([^"]*)/,
  data: `<script type="application/json" id="${pageDataId}"></script>`,
  root: '<div id="root"></div>',
} as const;

/** The size of every `og:image`, in pixels. */
const pictureSize = { width: 1_200, height: 630 };

/** What messengers and networks show where the address of a page is shared (Open Graph, ogp.me). */
function sharedTags(
  origin: string,
  language: Language,
  { title, description, picture }: Described,
  path: string | null,
): string {
  const properties = {
    "og:type": "website",
    "og:site_name": sharingTexts[language].brand,
    "og:title": title,
    "og:description": description,
    ...(path === null ? {} : { "og:url": origin + path }),
    "og:image": origin + pictureIn(picture, language),
    "og:image:width": String(pictureSize.width),
    "og:image:height": String(pictureSize.height),
  };
  const tags = Object.entries(properties).map(
    ([name, value]) => `<meta property="${name}" content="${inText(value)}">`,
  );
  return `${tags.join("")}<meta name="twitter:card" content="summary_large_image">`;
}

/** Fills the built page. Throws at once when the page lacks one of the places that are filled. */
export function createTemplate(html: string, origin: () => string) {
  for (const [name, place] of Object.entries(places)) {
    const isThere = typeof place === "string" ? html.includes(place) : place.test(html);
    if (!isThere) throw new Error(`The built page has no place for its ${name}.`);
  }
  const [, title = ""] = places.title.exec(html) ?? [];
  const [, , description = ""] = places.description.exec(html) ?? [];
  const plain = { title, description, picture: sharedPicture };

  return ({ language, isDemo, contact, drawn }: PageContent): string => {
    const data: PageData = { isDemo, contact, rendered: drawn?.rendered ?? null };
    const page = html
      .replace(textsOfOthers(language), "")
      .replace(places.language, `<html lang="${language}">`)
      .replace(places.data, () => places.data.replace("><", () => `>${inScript(data)}<`));
    if (drawn === null)
      return page.replace(places.title, (title) => title + sharedTags(origin(), language, plain, null));
    const tags = sharedTags(origin(), language, drawn, drawn.rendered.path);
    return page
      .replace(places.title, () => `<title>${inText(drawn.title)}</title>${tags}`)
      .replace(places.description, (_, start) => `${start}${inText(drawn.description)}`)
      .replace(places.root, () => `<div id="root">${drawn.markup}</div>`);
  };
}

/** The build names the texts of every language; a page needs those of its own. */
function textsOfOthers(language: Language): RegExp {
  return new RegExp(`\\s*<link [^>]*hreflang="(?!${language}")[^>]*>`, "g");
}

/** JSON that cannot end the script it stands in. */
function inScript(data: PageData): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

function inText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
