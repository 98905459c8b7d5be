/** What no caller of the fuzzer may be told: things of one person, who is none of them, and what opens a session. */
import { consentVersion } from "../../shared/consent-version.ts";
import type { Ground } from "../acceptance/authorisation/judge.ts";
import { must } from "../acceptance/authorisation/things.ts";

export interface Secret {
  readonly name: string;
  readonly text: string;
}

const phone = "01086429753";

/** Leaves them where the product keeps such things; again is no more than once. */
export async function leaveSecrets({ world, cookies, sides }: Ground): Promise<Secret[]> {
  const me = await must(world, "PATCH", "/api/me", sides.B.visitor, { phone, version: consentVersion });
  const sessions = Object.entries(cookies).flatMap(([name, one]) =>
    one === undefined ? [] : [{ name: `the session of ${name}`, text: one.replace(/^[^=]+=/, "") }],
  );
  return [
    { name: "visitorB's phone number", text: phone },
    { name: "visitorB's e-mail address", text: String(me.email) },
    ...sessions,
  ];
}
