import type { Letter } from "./letter.ts";
import { type Markup, markup } from "./markup.ts";
import { mailTexts } from "./texts.ts";

/** Where the links of a mail lead, and whom it comes from. */
export interface Links {
  readonly sender: string;
  readonly origin: string;
  readonly unsubscribe: string | null;
}

const family = [
  ...["'Pretendard Variable'", "Pretendard", "-apple-system", "BlinkMacSystemFont", "'Apple SD Gothic Neo'"],
  ...["'Noto Sans KR'", "'Malgun Gothic'", "sans-serif"],
].join(",");
const [ink, soft, line, paper, signal] = ["#0d0e11", "#646a77", "#ebedf1", "#f5f6f8", "#cdfb45"];

/** Mail readers understand styles in the element and little else, so each has its own. */
const text = (size: number, color: string, ...more: string[]) =>
  [`font-family:${family}`, `font-size:${size}px`, "line-height:1.6", `color:${color}`, ...more].join(";");
const breaks = "word-break:keep-all;overflow-wrap:anywhere";

const styles = {
  outer: `margin:0;padding:0;background:${paper}`,
  card: "max-width:600px;background:#ffffff;border-radius:18px",
  brand: text(18, ink, "font-weight:800", "letter-spacing:-0.02em"),
  title: text(26, ink, "margin:0 0 12px", "line-height:1.3", "letter-spacing:-0.03em", breaks),
  lead: text(16, ink, "margin:0 0 24px", breaks),
  quote: text(16, ink, "margin:0 0 24px", "padding:16px 20px", `background:${paper}`, "border-radius:12px", breaks),
  label: text(15, soft, "padding:10px 0", `border-top:1px solid ${line}`, "vertical-align:top"),
  value: text(15, ink, "padding:10px 0", `border-top:1px solid ${line}`, "font-weight:600", breaks),
  button: text(
    ...([16, ink, "display:inline-block", "padding:12px 24px", "border-radius:12px", `background:${signal}`] as const),
    ...["font-weight:700", "text-decoration:none"],
  ),
  foot: text(13, soft, "margin:24px 0 0", breaks),
  link: `color:${soft};text-decoration:underline`,
} as const;

/** What a dark or narrow reader changes; one without media queries keeps the light page, which is complete. */
const media: Markup = {
  markup: `:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){
.outer{background:#0d0e11!important}.card{background:#16181d!important}.ink{color:#f5f6f8!important}
.soft{color:#b4b9c3!important}.line{border-color:#343842!important}.quote{background:#22252c!important}}
@media (max-width:480px){
.pad{padding-left:20px!important;padding-right:20px!important}
.label,.value{display:block!important;width:auto!important}
.label{padding-bottom:0!important}.value{padding-top:0!important;border:0!important}}`,
};

const table = 'role="presentation" width="100%" cellspacing="0" cellpadding="0"';
const plain: Markup = { markup: table };

function rowOf([label, value]: readonly [string, string]): Markup {
  return markup`<tr>
<td class="label soft line" width="112" style="${styles.label}">${label}</td>
<td class="value ink line" style="${styles.value}">${value}</td>
</tr>`;
}

function linkTo(label: string, href: string): Markup {
  return markup`<a class="soft" href="${href}" style="${styles.link}">${label}</a>`;
}

function footOf({ language, why, after, isAdvertisement }: Letter, { origin, unsubscribe, sender }: Links): Markup {
  const texts = mailTexts[language];
  const by = isAdvertisement ? markup`${texts.sender(sender)}<br>` : null;
  const end = unsubscribe === null ? null : markup` · ${linkTo(texts.unsubscribe, unsubscribe)}`;
  return markup`${after === null ? null : markup`<p class="soft" style="${styles.foot}">${after}</p>`}
<p class="soft" style="${styles.foot}">${by}${why}<br>${linkTo(texts.settings, `${origin}/notifications`)}${end}</p>`;
}

function bodyOf(letter: Letter, links: Links): Markup {
  const { title, greeting, lead, quote, facts, action } = letter;
  return markup`<h1 class="ink" style="${styles.title}">${title}</h1>
<p class="ink" style="${styles.lead}">${greeting}<br>${lead}</p>
${quote === null ? null : markup`<p class="quote ink" style="${styles.quote}">${quote}</p>`}
<table ${plain} style="margin:0 0 28px">${facts.map(rowOf)}</table>
<a href="${links.origin}${action.path}" style="${styles.button}">${action.label}</a>
${footOf(letter, links)}`;
}

/** The mail as a page: tables and inline styles, which is what mail readers understand; nothing is loaded. */
export function pageOf(letter: Letter, links: Links): string {
  const { language, subject, lead } = letter;
  const page = markup`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${subject}</title><style>${media}</style></head>
<body class="outer" style="${styles.outer}"><div role="main">
<div style="display:none;max-height:0;overflow:hidden">${lead}</div>
<table ${plain} class="outer" style="background:${paper}"><tr><td align="center" style="padding:24px 12px">
<table ${plain} class="card" style="${styles.card}">
<tr><td class="pad" style="padding:28px 40px 0"><span class="ink" style="${styles.brand}">Popline</span></td></tr>
<tr><td class="pad" style="padding:20px 40px 36px">
${bodyOf(letter, links)}
</td></tr></table></td></tr></table></div></body></html>`;
  return page.markup;
}

/** The same as text, for readers that show no pages. */
export function textOf(letter: Letter, { origin, unsubscribe, sender }: Links): string {
  const { title, greeting, lead, quote, facts, action, after, why, language } = letter;
  const texts = mailTexts[language];
  const foot = [why, `${texts.settings}: ${origin}/notifications`];
  if (letter.isAdvertisement) foot.unshift(texts.sender(sender));
  if (unsubscribe !== null) foot.push(`${texts.unsubscribe}: ${unsubscribe}`);
  const parts = [
    title,
    `${greeting}\n${lead}`,
    quote,
    facts.map(([label, value]) => `${label}: ${value}`).join("\n"),
    `${action.label}: ${origin}${action.path}`,
    after,
    foot.join("\n"),
  ];
  return `${parts.filter((part) => part !== null && part !== "").join("\n\n")}\n`;
}
