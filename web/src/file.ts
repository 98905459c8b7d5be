import { type Answer, answerOf } from "./api.ts";
import { currentLanguage } from "./messages/language.ts";

const patienceMs = 60_000;
/** Safari and browsers inside apps begin a download later, some after they have asked. */
const fileKeptMs = 60_000;

/** A file of the API in the kind that is asked for, to be kept on the device; null when it did not come. */
export async function fetchFile(path: string, type: string): Promise<Blob | null> {
  try {
    const headers = { accept: type, "accept-language": currentLanguage() };
    const response = await fetch(path, { headers, signal: AbortSignal.timeout(patienceMs) });
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
}

/** Sends a file as it is. Its kind is what the device takes it for; the server looks for itself. */
export async function sendFile<Body>(path: string, file: File): Promise<Answer<Body>> {
  try {
    const headers = {
      "content-type": file.type,
      "accept-language": currentLanguage(),
      "idempotency-key": crypto.randomUUID(),
    };
    const signal = AbortSignal.timeout(patienceMs);
    return await answerOf<Body>(await fetch(path, { method: "POST", headers, body: file, signal }));
  } catch {
    return { problem: "unreachable" };
  }
}

/** Hands a file over to be kept under this name; the page has it for a minute more, or until it is left. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), fileKeptMs);
}
