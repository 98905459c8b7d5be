import { randomUUID } from "node:crypto";
import { namelessName } from "../shared/messages/sign-in.ts";
import { createKakaoLinks } from "./accounts/privacy/links.kakao.ts";
import { createKakaoSignIn } from "./accounts/sign-in.kakao.ts";
import { createStandInKakao } from "./demo/index.ts";
import type { Settings } from "./platform/settings.ts";

/** Kakao where it is configured; else the demo's stand-in, whose accounts are the same after every start. */
export async function openKakao({ kakao }: Settings) {
  if (kakao !== null) {
    const { adminKey, ...app } = kakao;
    const links = adminKey === null ? null : createKakaoLinks({ ...app, adminKey });
    return { signIn: createKakaoSignIn({ ...app, namelessName }), links, stop: async () => undefined };
  }
  const client = { clientId: "popline", clientSecret: randomUUID() };
  const adminKey = randomUUID();
  const standIn = await createStandInKakao({ ...client, adminKey });
  const app = { ...client, issuer: await standIn.start(), keptAs: "stand-in-kakao" };
  return {
    signIn: createKakaoSignIn({ ...app, namelessName }),
    links: createKakaoLinks({ ...app, adminKey }),
    stop: standIn.stop,
  };
}
