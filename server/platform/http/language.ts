import type { FastifyReply, FastifyRequest } from "fastify";
import {
  firstKnownLanguage,
  type Language,
  languageCookie,
  languageKeptSeconds,
  languageParameter,
} from "../../../shared/languages.ts";

/** The languages of an Accept-Language header, the one wanted most first. */
export function wantedLanguages(header: string | undefined): string[] {
  const parts = (header ?? "").slice(0, 200).split(",");
  const weighed = parts.map((part, position) => {
    const [tag = "", quality = "q=1"] = part.trim().toLowerCase().split(";");
    return { tag, weight: Number(quality.trim().slice(2)) || 0, position };
  });
  weighed.sort((one, other) => other.weight - one.weight || one.position - other.position);
  return weighed.filter(({ weight }) => weight > 0).map(({ tag }) => tag);
}

/** The language for a page: what its address asks for, else what was chosen before, else what the browser wants. */
export function pageLanguage(request: FastifyRequest): Language {
  const { [languageParameter]: asked } = request.query as Record<string, unknown>;
  const chosen = request.cookies[languageCookie];
  return firstKnownLanguage([
    typeof asked === "string" ? asked : null,
    chosen,
    ...wantedLanguages(request.headers["accept-language"]),
  ]);
}

/** Has the browser ask for its next pages in this language, as if somebody had chosen it there. */
export function keepLanguage(reply: FastifyReply, language: Language): void {
  reply.setCookie(languageCookie, language, { path: "/", maxAge: languageKeptSeconds, sameSite: "lax" });
}
