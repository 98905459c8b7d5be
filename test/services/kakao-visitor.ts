import { consentVersion } from "../../shared/consent-version.ts";

interface Sent {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: NodeJS.Dict<unknown>;
}
type Ask = (method: "GET", path: string, send: { headers: Record<string, string>; cookie?: string }) => Promise<Sent>;

export interface Choice {
  readonly person?: string;
  readonly answer?: "agree" | "refuse";
  readonly tellsEmail?: boolean;
}

export type KakaoVisitor = ReturnType<typeof createKakaoVisitor>;

/** A browser that goes to a stand-in Kakao and comes back: it keeps cookies and follows nothing by itself. */
export function createKakaoVisitor(ask: Ask, host = "127.0.0.1:3000") {
  const cookies = new Map<string, string>();

  async function get(path: string): Promise<Sent> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await ask("GET", path, { headers: { host }, ...(cookie === "" ? {} : { cookie }) });
    for (const line of [answer.headers["set-cookie"] ?? []].flat()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(String(line)) ?? [];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  }

  /** Goes to sign in; answers Kakao's address. */
  async function leave(returnTo = "/"): Promise<URL> {
    const { headers } = await get(`/api/auth/kakao?returnTo=${encodeURIComponent(returnTo)}&version=${consentVersion}`);
    return new URL(String(headers.location), `http://${host}`);
  }

  /** Chooses on Kakao's page; answers where it leads back to. */
  async function consent(to: URL, { person = "4100000001", answer = "agree", tellsEmail = true }: Choice = {}) {
    const html = await (await fetch(to)).text();
    const page = /name="page" value="([^"]+)"/.exec(html)?.[1] ?? "";
    const form = new URLSearchParams({ page, person, answer, ...(tellsEmail ? { email: "on" } : {}) });
    const back = await fetch(new URL("/oauth/authorize", to), { method: "POST", body: form, redirect: "manual" });
    const { pathname, search } = new URL(back.headers.get("location") ?? "");
    return pathname + search;
  }

  return {
    cookies,
    get,
    leave,
    consent,
    /** All of it; answers what the callback says. */
    async signIn(choice: Choice = {}, returnTo = "/"): Promise<Sent> {
      return get(await consent(await leave(returnTo), choice));
    },
    session: (): string => `popline=${cookies.get("popline")}`,
  };
}
