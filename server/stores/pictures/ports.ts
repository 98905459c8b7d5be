import type { Doer } from "../../../shared/audit.ts";
import type { PersonId, StoreId } from "../../../shared/ids.ts";
import type { Refused } from "../../../shared/problems.ts";
import type { PictureSize } from "./rules.ts";

/** WebP, each size of a picture. */
export type Prints = Readonly<Record<PictureSize, Buffer>>;

/** Makes our own pictures from what somebody uploaded. Nothing of the file goes on but its colours. */
export interface Darkroom {
  /**
   * `too-many-pixels` before anything is decoded; `broken-picture` for what cannot be decoded whole. Of one that moves
   * the first frame is printed, and nothing moves here.
   */
  develop(upload: Buffer): Promise<Prints | Refused>;
  /** One of our prints as a JPEG, for those who cannot read WebP. */
  jpeg(print: Buffer): Promise<Buffer>;
}

/** What was uploaded, to tell a press from another under the same key. */
export interface Hanging {
  readonly name: string;
  readonly prints: Prints;
  readonly uploadHash: string;
}

export interface PictureShelf {
  mayHang(store: StoreId, by: PersonId): Promise<boolean>;
  /** Keeps the picture and shows it as the store's poster; older ones beyond a few go. */
  hang(store: StoreId, by: Doer, hanging: Hanging, key: string): Promise<{ store: StoreId } | Refused>;
  find(name: string, size: PictureSize): Promise<Buffer | null>;
}
