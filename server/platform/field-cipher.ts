import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/** A key of 32 bytes under a name that is written beside everything it seals. */
export interface FieldKey {
  readonly id: string;
  readonly key: Buffer;
}

/**
 * Seals single fields for the database: `keyId.nonce+text+tag`, AES-256-GCM with a new nonce each time. `context` says
 * which field of which row it is and is sealed with it, so that a value copied to another row does not open. The first
 * key seals, all open: to rotate, put a new key in front, seal again whatever is not `isCurrent`, then drop the old.
 */
export function createFieldCipher(keys: readonly FieldKey[]) {
  const [current] = keys;
  if (current === undefined) throw new Error("A field cipher needs a key.");
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  const idOf = (sealed: string) => sealed.slice(0, sealed.indexOf("."));

  function decipher(sealed: string, context: string): string | null {
    const key = byId.get(idOf(sealed));
    const bytes = Buffer.from(sealed.slice(sealed.indexOf(".") + 1), "base64url");
    if (key === undefined || bytes.length < nonceBytes + tagBytes) return null;
    const opening = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
    opening.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-tagBytes));
    return opening.update(bytes.subarray(nonceBytes, -tagBytes), undefined, "utf8") + opening.final("utf8");
  }

  return {
    seal(text: string, context: string): string {
      const nonce = randomBytes(nonceBytes);
      const closing = createCipheriv(algorithm, current.key, nonce, { authTagLength: tagBytes });
      closing.setAAD(Buffer.from(context));
      const sealed = Buffer.concat([nonce, closing.update(text, "utf8"), closing.final(), closing.getAuthTag()]);
      return `${current.id}.${sealed.toString("base64url")}`;
    },

    /** null for what was changed, belongs elsewhere, or was sealed with a key that is gone. */
    open(sealed: string, context: string): string | null {
      try {
        return decipher(sealed, context);
      } catch {
        return null;
      }
    },

    /** The name of the key with which it was sealed. */
    keyOf: idOf,

    /** Whether it was sealed with the key that seals now. */
    isCurrent: (sealed: string): boolean => idOf(sealed) === current.id,
  };
}
