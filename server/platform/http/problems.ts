import type { FastifyReply, FastifyRequest } from "fastify";
import { problemTitles } from "../../../shared/messages/problems.ts";
import { problemStatus, type Refused } from "../../../shared/problems.ts";

/** The language people asked for, of the two we have; Korean first. */
export function languageOf(request: FastifyRequest): "ko" | "en" {
  const wanted = (request.headers["accept-language"] ?? "").slice(0, 200).split(",");
  const weighed = wanted.map((part, position) => {
    const [tag = "", quality = "q=1"] = part.trim().toLowerCase().split(";");
    return { tag, weight: Number(quality.trim().slice(2)) || 0, position };
  });
  weighed.sort((one, other) => other.weight - one.weight || one.position - other.position);
  const known = weighed.find(({ tag, weight }) => weight > 0 && /^(ko|en)\b/.test(tag));
  return known?.tag.startsWith("en") ? "en" : "ko";
}

/** A refusal as RFC 9457 problem details in one language. */
export function problemDetails({ problem, retryAfterSeconds: _, ...members }: Refused, language: "ko" | "en") {
  return {
    type: `/problems/${problem}`,
    title: problemTitles[language][problem],
    status: problemStatus[problem],
    ...members,
  };
}

/** Answers a refusal with Retry-After where a retry makes sense. */
export function sendProblem(reply: FastifyReply, refused: Refused): FastifyReply {
  const language = languageOf(reply.request);
  const details = problemDetails(refused, language);
  const { status } = details;
  if (status === 429 || status === 503) reply.header("retry-after", String(refused.retryAfterSeconds ?? 1));
  return reply
    .code(status)
    .header("content-language", language)
    .type("application/problem+json")
    .serializer(JSON.stringify)
    .send(details);
}
