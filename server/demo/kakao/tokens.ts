import { generateKeyPair, type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";

const keyId = "stand-in";

/** What an id token says. Tests let it say something else. */
export type Claims = Readonly<Record<string, unknown>>;

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

/** One for the process: on a busy machine it takes longer to make than anybody waits for a token. */
let pair: Promise<{ publicKey: KeyObject; privateKey: KeyObject }> | null = null;
const keys = () => {
  pair ??= promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  return pair;
};

/** A signing key (RS256, as Kakao's), made when somebody is about to need it. */
export function createTokenKey() {
  return {
    /** Resolves when there is one. */
    async make(): Promise<void> {
      await keys();
    },
    async sign(claims: Claims): Promise<string> {
      const text = `${encode({ alg: "RS256", typ: "JWT", kid: keyId })}.${encode(claims)}`;
      const { privateKey } = await keys();
      return `${text}.${sign("RSA-SHA256", Buffer.from(text), privateKey).toString("base64url")}`;
    },
    async published(): Promise<object> {
      const { publicKey } = await keys();
      return { keys: [{ ...publicKey.export({ format: "jwk" }), kid: keyId, use: "sig", alg: "RS256" }] };
    },
  };
}
