import type { Answer } from "./load.ts";
import type { Receipt } from "./receipt.ts";

const shelfBytes = 4 * 1024 * 1024;

/**
 * Bodies that are out of the way of the garbage collection: as strings they would be copied and marked again and again
 * during the run, and every answer that waits meanwhile would seem to be late.
 */
function createBodies() {
  let shelf: Buffer = Buffer.alloc(0);
  let used = 0;
  return {
    /** `body` is latin1, a letter for each byte. */
    keep(body: string): Buffer {
      if (used + body.length > shelf.length) {
        shelf = Buffer.allocUnsafe(Math.max(shelfBytes, body.length));
        used = 0;
      }
      const begin = used;
      used += shelf.write(body, begin, "latin1");
      return shelf.subarray(begin, used);
    },
  };
}

interface Kept extends Omit<Receipt, "body"> {
  readonly body: Buffer;
}

/** What a run writes down of each request, by its number; places for all are made before it begins. */
export function createNotes(requests: number) {
  const sentAt = new Float64Array(requests);
  const answeredAt = new Float64Array(requests);
  const bytes = new Float64Array(requests);
  const asked = new Uint32Array(requests);
  const last = new Array<Kept>(requests);
  const bodies = createBodies();
  /** Of thousands of answers that are alike one body is kept. */
  let [lastBody, lastKept]: [string, Buffer] = ["", Buffer.alloc(0)];

  return {
    sent(number: number, now: number): void {
      if (asked[number] === 0) sentAt[number] = now;
      asked[number] = (asked[number] as number) + 1;
    },
    received(number: number, receipt: Receipt, now: number): void {
      answeredAt[number] = now;
      bytes[number] = (bytes[number] as number) + receipt.bytes;
      if (receipt.body !== lastBody) [lastBody, lastKept] = [receipt.body, bodies.keep(receipt.body)];
      last[number] = { ...receipt, body: lastKept };
    },
    timesAsked: (number: number) => asked[number] as number,
    /** Parsed, in the order of the requests. */
    answers(): Answer[] {
      const known = new Map<string, unknown>([["", null]]);
      const parse = (bytes: Buffer) => {
        const body = bytes.toString();
        if (!known.has(body)) known.set(body, JSON.parse(body));
        return known.get(body);
      };
      return last.map(({ status, body, receivingMs }, number) => ({
        status,
        latencyMs: (answeredAt[number] as number) - (sentAt[number] as number),
        receivingMs,
        receivedBytes: bytes[number] as number,
        asked: asked[number] as number,
        body: parse(body),
      }));
    },
  };
}
