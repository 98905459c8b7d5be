/** Text that is markup already. */
export interface Markup {
  readonly markup: string;
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A line break in what somebody wrote stays one. */
const safely = (text: string) => text.replace(/[&<>"']/g, (sign) => escapes[sign] as string).replace(/\r?\n/g, "<br>");

type Piece = string | number | Markup | readonly Markup[] | null;

function written(piece: Piece): string {
  if (piece === null) return "";
  if (typeof piece === "string" || typeof piece === "number") return safely(String(piece));
  return "markup" in piece ? piece.markup : piece.map((each) => each.markup).join("");
}

/** HTML in which everything that is put in is text, however hostile; only markup of our own stays markup. */
export function markup(pieces: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  return { markup: String.raw({ raw: pieces.raw }, ...values.map(written)) };
}
