function headerOf(length: number): Buffer {
  if (length < 126) return Buffer.from([0x81, length]);
  const header = Buffer.alloc(length <= 0xffff ? 4 : 10);
  header[0] = 0x81;
  header[1] = length <= 0xffff ? 126 : 127;
  if (length <= 0xffff) header.writeUInt16BE(length, 2);
  else header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}

/**
 * A text as one final frame of a server (RFC 6455, 5.2), made once for all who read it: header and text in one piece,
 * which a socket writes in one call to the kernel.
 */
export function textFrame(text: string): Buffer {
  const body = Buffer.from(text);
  return Buffer.concat([headerOf(body.length), body]);
}
