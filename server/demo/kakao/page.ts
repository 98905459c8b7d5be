import type { Language } from "../../../shared/languages.ts";
import { standInPeople } from "./grants.ts";
import texts from "./texts.json" with { type: "json" };

const inText = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

function frame(language: Language, body: string): string {
  const { title, standIn } = texts[language];
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/type/pretendardvariable-dynamic-subset.css">
<link rel="stylesheet" href="/page.css">
<header>${standIn}</header>
<main>${body}</main>
</html>`;
}

/** Who to be, what is told, and one button: Kakao's consent page, without a password. */
export function consentPage(language: Language, page: string): string {
  const { heading, wants, who, nickname, needed, email, optional, agree, refuse } = texts[language];
  const people = standInPeople.map(
    ({ id, nickname: name, about }, index) => `<label>
  <input type="radio" name="person" value="${id}"${index === 0 ? " checked" : ""}>
  <span class="face" aria-hidden="true">${inText(name.slice(0, 1))}</span>
  <span><b>${inText(name)}</b><small>${inText(about)}</small></span>
</label>`,
  );
  return frame(
    language,
    `<h1>${heading}</h1>
<form method="post" action="/oauth/authorize">
<input type="hidden" name="page" value="${page}">
<fieldset><legend>${who}</legend>${people.join("")}</fieldset>
<fieldset class="wants"><legend>${wants}</legend>
<label><input type="checkbox" checked disabled><span>${nickname} <small>[${needed}]</small></span></label>
<label><input type="checkbox" name="email" checked><span>${email} <small>[${optional}]</small></span></label>
</fieldset>
<button name="answer" value="agree">${agree}</button>
<button name="answer" value="refuse" class="quiet">${refuse}</button>
</form>`,
  );
}

export function brokenPage(language: Language): string {
  const { broken, brokenWhy } = texts[language];
  return frame(language, `<h1>${broken}</h1><p>${brokenWhy}</p>`);
}
