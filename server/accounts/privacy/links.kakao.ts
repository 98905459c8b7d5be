import { apiOf, createDiscovery } from "../discovery.kakao.ts";
import type { Links, Unlinked } from "./ports.ts";

/** For each of the two calls. */
const patienceSeconds = 4;
/** Kakao's word for an account that is not linked with us: cut already, by us or by its owner. */
const notLinked = -101;

interface Wish {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The app's admin key: no token of anybody is kept. */
  readonly adminKey: string;
  /** The issuer that accounts are kept under, where it is not the one that is asked. */
  readonly keptAs?: string;
  /** Seconds. */
  readonly patience?: number;
}

/** Cuts links at Kakao (`/v1/user/unlink`). What failed says a status or an error's name, and never whose it was. */
export function createKakaoLinks({ adminKey, keptAs, patience = patienceSeconds, ...app }: Wish): Links {
  const configuration = createDiscovery({ ...app, patience });

  async function ask(subject: string): Promise<Unlinked> {
    const place = apiOf(await configuration(), "/v1/user/unlink");
    if (place === null) return { outcome: "failed", cause: "no address" };
    const answer = await fetch(place, {
      method: "POST",
      headers: { authorization: `KakaoAK ${adminKey}` },
      body: new URLSearchParams({ target_id_type: "user_id", target_id: subject }),
      redirect: "manual",
      signal: AbortSignal.timeout(patience * 1_000),
    });
    const told = (await answer.json().catch(() => null)) as { id?: unknown; code?: unknown } | null;
    const isCut = answer.ok ? String(told?.id) === subject : answer.status === 400 && told?.code === notLinked;
    return isCut ? { outcome: "cut" } : { outcome: "failed", cause: `unlink ${answer.status}` };
  }

  return {
    issuer: keptAs ?? app.issuer,
    cut: (subject) => ask(subject).catch((error: Error) => ({ outcome: "failed", cause: `unlink ${error.name}` })),
  };
}
