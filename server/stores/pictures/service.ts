import { createHash, randomBytes } from "node:crypto";
import type { Doer } from "../../../shared/audit.ts";
import type { StoreId } from "../../../shared/ids.ts";
import type { Refused } from "../../../shared/problems.ts";
import type { UploadType } from "../../../shared/store-codes.ts";
import type { Darkroom, PictureShelf } from "./ports.ts";
import { type PictureSize, typeOfBytes } from "./rules.ts";

export type Pictures = ReturnType<typeof createPictures>;

interface World {
  readonly shelf: PictureShelf;
  readonly darkroom: Darkroom;
  /** Called after a store has another picture. */
  readonly onChanged: (store: StoreId) => void;
}

/** Posters that hosts upload: looked at before they are decoded, decoded within bounds, never shown as they came. */
export function createPictures({ shelf, darkroom, onChanged }: World) {
  return {
    /** Null when it hangs. Whose store it is not is refused before a byte is looked at. */
    async upload(store: StoreId, by: Doer, bytes: Buffer, type: UploadType, key: string): Promise<Refused | null> {
      if (!(await shelf.mayHang(store, by.id))) return { problem: "not-found" };
      if (typeOfBytes(bytes) !== type) return { problem: "not-a-picture" };
      const prints = await darkroom.develop(bytes);
      if ("problem" in prints) return prints;
      const uploadHash = createHash("sha256").update(bytes).digest("hex");
      const name = randomBytes(16).toString("base64url");
      const answer = await shelf.hang(store, by, { name, prints, uploadHash }, key);
      if ("problem" in answer) return answer;
      onChanged(store);
      return null;
    },
    async find(name: string, size: PictureSize): Promise<Buffer | Refused> {
      return (await shelf.find(name, size)) ?? { problem: "not-found" };
    },
  };
}
