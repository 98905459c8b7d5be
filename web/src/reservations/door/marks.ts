import { markedText, markLength } from "../../../../shared/pass-codes.ts";

/** By what the kept list knows a code again (decision 0021); the server makes the same in pass.ts. */
export async function markOf(code: string, storeId: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(markedText(storeId, code)));
  const bytes = [...new Uint8Array(hash).slice(0, markLength / 2)];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
