import type { FastifyReply } from "fastify";

/** For answers that are no documents: should one be opened as a page all the same, it may load and run nothing. */
export const nothingPolicy = [
  "default-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** For pages: everything from here, no script or style inside the page, no frame around it. */
export const pagePolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join("; ");

/** What our pages never ask a browser for; the camera only our own may, at a store's door. */
const unasked = ["display-capture", "geolocation", "microphone", "payment", "serial", "usb"];
const permissions = [...unasked.map((feature) => `${feature}=()`), "camera=(self)"].join(", ");

/** So long a browser that came by https comes by https only. */
export const strictTransport = "max-age=31536000; includeSubDomains";

/** What every answer carries, also one to a path that cannot be read and never reaches the hooks. */
export function withHeaders(reply: FastifyReply, secure: boolean): FastifyReply {
  reply.header("x-request-id", reply.request.id);
  reply.header("x-content-type-options", "nosniff");
  reply.header("referrer-policy", "same-origin");
  reply.header("cross-origin-resource-policy", "same-origin");
  if (secure) reply.header("strict-transport-security", strictTransport);
  if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  const isPage = String(reply.getHeader("content-type")).startsWith("text/html");
  if (!reply.hasHeader("content-security-policy")) {
    reply.header("content-security-policy", isPage ? pagePolicy : nothingPolicy);
  }
  return isPage ? withPageHeaders(reply) : reply;
}

/** No window of another site keeps a handle on a page, and no page asks for a device but a camera. */
function withPageHeaders(reply: FastifyReply): FastifyReply {
  return reply.header("cross-origin-opener-policy", "same-origin").header("permissions-policy", permissions);
}
