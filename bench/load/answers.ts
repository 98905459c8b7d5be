/** One HTTP answer cut out of a stream; the text is latin1, so that its length is the number of bytes. */
export interface RawAnswer {
  readonly status: number;
  readonly body: string;
  readonly rest: string;
}

const headEnd = "\r\n\r\n";
const statusAt = "HTTP/1.1 ".length;
/** No content, and not modified: they end with their head. */
const withoutBody = new Set([204, 304]);

/** The first complete answer in `text`, or null while bytes are missing. Knows Content-Length only, no chunks. */
export function cutAnswer(text: string): RawAnswer | null {
  const end = text.indexOf(headEnd);
  if (end < 0) return null;
  const head = text.slice(0, end);
  const status = Number(head.slice(statusAt, statusAt + 3));
  const length = withoutBody.has(status) ? "0" : /content-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`An answer without Content-Length:\n${head}`);
  const bodyAt = end + headEnd.length;
  const bodyEnd = bodyAt + Number(length);
  if (text.length < bodyEnd) return null;
  return {
    status,
    body: text.slice(bodyAt, bodyEnd),
    rest: text.slice(bodyEnd),
  };
}
