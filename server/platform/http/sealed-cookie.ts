import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";

interface Wish {
  readonly name: string;
  readonly secret: string;
  readonly secure: boolean;
  readonly seconds: number;
}

export type SealedCookie<Content> = ReturnType<typeof createSealedCookie<Content>>;

/**
 * A short-lived cookie that only we can make: `content.expiry.hmac`, its content readable by its browser alone. No
 * other page's script reads it, and it is sent along when another site leads back to us (SameSite=Lax).
 */
export function createSealedCookie<Content>({ name, secret, secure, seconds }: Wish) {
  const fullName = secure ? `__Host-${name}` : name;
  const attributes = { path: "/", httpOnly: true, sameSite: "lax", secure } as const;
  const macOf = (text: string) => createHmac("sha256", secret).update(`${name}:${text}`).digest("base64url");

  function open(sealed: string, nowMs: number): Content | null {
    const end = sealed.lastIndexOf(".");
    const text = sealed.slice(0, end);
    const [given, made] = [Buffer.from(sealed.slice(end + 1)), Buffer.from(macOf(text))];
    if (given.length !== made.length || !timingSafeEqual(given, made)) return null;
    const [content = "", expiry = "0"] = text.split(".");
    return nowMs < Number(expiry) ? JSON.parse(Buffer.from(content, "base64url").toString()) : null;
  }

  return {
    set(reply: FastifyReply, content: Content, nowMs: number): void {
      const text = `${Buffer.from(JSON.stringify(content)).toString("base64url")}.${nowMs + seconds * 1000}`;
      reply.setCookie(fullName, `${text}.${macOf(text)}`, { ...attributes, maxAge: seconds });
    },
    /** What we put into it; null when there is none, somebody else made it, or its time is over. */
    read(request: FastifyRequest, nowMs: number): Content | null {
      // A request that is refused at the very door has no cookies yet.
      const { cookies } = request as { readonly cookies: FastifyRequest["cookies"] | null };
      const sealed = cookies?.[fullName];
      return sealed === undefined || sealed.length > 2_000 ? null : open(sealed, nowMs);
    },
    clear: (reply: FastifyReply): unknown => reply.clearCookie(fullName, attributes),
  };
}
