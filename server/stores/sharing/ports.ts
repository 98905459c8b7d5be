/** Turns our own SVG into a PNG. Nothing that somebody uploaded is given to it but as a picture we made anew. */
export interface Printer {
  print(svg: string): Promise<Buffer>;
}
