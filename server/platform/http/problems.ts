import type { FastifyReply, FastifyRequest } from "fastify";
import { firstKnownLanguage, type Language } from "../../../shared/languages.ts";
import { doorProblemTitles } from "../../../shared/messages/door-problems.ts";
import { hostProblemTitles } from "../../../shared/messages/host-problems.ts";
import { operatorProblemTitles } from "../../../shared/messages/operator-problems.ts";
import { problemTitles } from "../../../shared/messages/problems.ts";
import { protocolProblemTitles } from "../../../shared/messages/protocol-problems.ts";
import { roomProblemTitles } from "../../../shared/messages/room-problems.ts";
import { type ProblemName, problemStatus, type Refused } from "../../../shared/problems.ts";
import { wantedLanguages } from "./language.ts";

/** The language people asked for, of the two we have; Korean first. */
export function languageOf(request: FastifyRequest): Language {
  return firstKnownLanguage(wantedLanguages(request.headers["accept-language"]));
}

const catalogues = [
  ...[problemTitles, protocolProblemTitles],
  ...[doorProblemTitles, hostProblemTitles, operatorProblemTitles, roomProblemTitles],
];
const titlesIn = (language: Language) =>
  Object.assign({}, ...catalogues.map((one) => one[language])) as Record<ProblemName, string>;
const titles: Record<Language, Record<ProblemName, string>> = { ko: titlesIn("ko"), en: titlesIn("en") };

/** A refusal as RFC 9457 problem details in one language. */
export function problemDetails({ problem, retryAfterSeconds: _, ...members }: Refused, language: Language) {
  return {
    type: `/problems/${problem}`,
    title: titles[language][problem],
    status: problemStatus[problem],
    ...members,
  };
}

declare module "fastify" {
  interface FastifyReply {
    /** What was refused, for whoever counts; null for every other answer. */
    refused: ProblemName | null;
  }
}

/** Answers a refusal with Retry-After where a retry makes sense; a route that is a page leads to one instead. */
export function sendProblem(reply: FastifyReply, refused: Refused): FastifyReply {
  const language = languageOf(reply.request);
  const details = problemDetails(refused, language);
  const { status } = details;
  const { failsTo } = reply.request.routeOptions.config;
  reply.refused = refused.problem;
  if (failsTo !== undefined && (status === 429 || status >= 500)) return reply.redirect(failsTo(reply.request), 303);
  if (status === 429 || status === 503) reply.header("retry-after", String(refused.retryAfterSeconds ?? 1));
  return reply
    .code(status)
    .header("content-language", language)
    .type("application/problem+json")
    .serializer(JSON.stringify)
    .send(details);
}
