import type { Answer } from "./load.ts";
import type { Receipt } from "./receipt.ts";

/** What a run writes down of each request, by its number; places for all are made before it begins. */
export function createNotes(requests: number) {
  const sentAt = new Float64Array(requests);
  const answeredAt = new Float64Array(requests);
  const bytes = new Float64Array(requests);
  const asked = new Uint32Array(requests);
  const last = new Array<Receipt>(requests);
  /** Of thousands of answers that are alike one body is kept. */
  let lastBody = "";

  return {
    sent(number: number, now: number): void {
      if (asked[number] === 0) sentAt[number] = now;
      asked[number] = (asked[number] as number) + 1;
    },
    received(number: number, receipt: Receipt, now: number): void {
      answeredAt[number] = now;
      bytes[number] = (bytes[number] as number) + receipt.bytes;
      if (receipt.body !== lastBody) lastBody = receipt.body;
      last[number] = { ...receipt, body: lastBody };
    },
    timesAsked: (number: number) => asked[number] as number,
    /** Parsed, in the order of the requests. */
    answers(): Answer[] {
      const known = new Map<string, unknown>([["", null]]);
      const parse = (body: string) => {
        if (!known.has(body)) known.set(body, JSON.parse(Buffer.from(body, "latin1").toString()));
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
