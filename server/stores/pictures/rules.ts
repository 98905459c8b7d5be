import type { UploadType } from "../../../shared/store-codes.ts";

/** Of one store, so that a page that is open still finds the picture before this one. */
export const mostPictures = 3;
/** Uploads that are read or re-encoded at once; others are told to come back. One at a time of each host. */
export const mostUploads = 4;

/** A poster is 3 by 4; the small one is for lists. In pixels. */
export const pictureSizes = {
  full: { width: 900, height: 1_200 },
  card: { width: 450, height: 600 },
} as const;
export type PictureSize = keyof typeof pictureSizes;

const begins = (bytes: Uint8Array, at: number, text: string) =>
  [...text].every((letter, position) => bytes[at + position] === letter.charCodeAt(0));

/** What a file is by its first bytes, whatever it calls itself; null for all that is no PNG, JPEG or WebP. */
export function typeOfBytes(bytes: Uint8Array): UploadType | null {
  if (begins(bytes, 0, "\x89PNG\r\n\x1a\n")) return "image/png";
  if (begins(bytes, 0, "\xff\xd8\xff")) return "image/jpeg";
  return begins(bytes, 0, "RIFF") && begins(bytes, 8, "WEBP") ? "image/webp" : null;
}
