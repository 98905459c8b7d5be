import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** A page as it leaves, once for every encoding that browsers take. */
export interface SentPage {
  readonly status: number;
  readonly identity: Buffer;
  readonly gzip: Buffer;
  readonly br: Buffer;
}

export type Encoding = "br" | "gzip" | "identity";

/** Brotli's 4 is as quick as gzip and smaller. */
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

export async function encodePage(status: number, html: string): Promise<SentPage> {
  const identity = Buffer.from(html);
  const [br, zipped] = await Promise.all([promisify(brotliCompress)(identity, quality), promisify(gzip)(identity)]);
  return { status, identity, br, gzip: zipped };
}

/** The smallest of our encodings that a browser takes. */
export function encodingFor(accepted: string | undefined): Encoding {
  const taken = (accepted ?? "").split(",").map((part) => part.trim().toLowerCase());
  const takes = (name: string) =>
    taken.some((part) => part === name || (part.startsWith(`${name};`) && !/q=0(\.0*)?$/.test(part)));
  if (takes("br")) return "br";
  return takes("gzip") ? "gzip" : "identity";
}
