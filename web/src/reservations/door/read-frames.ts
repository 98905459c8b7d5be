/** Reads the QR code in a picture; null when there is none. */
type Reader = (video: HTMLVideoElement) => Promise<string | null>;

interface Detector {
  detect(picture: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorMaker = new (options: { formats: readonly string[] }) => Detector;

const everyMs = 200;
/** A code that stays before the camera is one scan. */
const sameCodeMs = 4_000;
/** Larger pictures are read more slowly and no better. */
const widest = 640;

let reader: Promise<Reader> | null = null;

/** Fetches what reads pictures before there is one, so that it is here when the network is gone. */
export function warmReader(): Promise<Reader> {
  reader ??= createReader().catch((error) => {
    reader = null;
    throw error;
  });
  return reader;
}

/** The browser's own reader where it has one, else ours, which comes only then. */
async function createReader(): Promise<Reader> {
  const own = (globalThis as { BarcodeDetector?: DetectorMaker }).BarcodeDetector;
  if (own !== undefined) {
    const detector = new own({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  const { default: readCode } = await import("jsqr");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const shrunk = Math.min(1, widest / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * shrunk);
    canvas.height = Math.round(video.videoHeight * shrunk);
    if (context === null || canvas.width === 0) return null;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    return readCode(data, width, height)?.data ?? null;
  };
}

/** Looks at what the camera sees five times a second and tells each code once; answers how to stop. */
export function readFrames(video: HTMLVideoElement, onCode: (text: string) => void): () => void {
  let isStopped = false;
  let last = { text: "", at: 0 };
  async function look(read: Reader): Promise<void> {
    while (!isStopped) {
      const text = video.readyState >= video.HAVE_CURRENT_DATA ? await read(video).catch(() => null) : null;
      const now = performance.now();
      if (text !== null && !isStopped) {
        if (text !== last.text || now - last.at > sameCodeMs) onCode(text);
        last = { text, at: now };
      }
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }
  warmReader().then(look, () => undefined);
  return () => {
    isStopped = true;
  };
}
