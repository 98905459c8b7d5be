import MailComposer from "nodemailer/lib/mail-composer";
import type { Mail } from "../ports.ts";

/** A mail as it goes over the wire, and the address it goes to there. */
export interface Mime {
  readonly content: Buffer;
  readonly to: string;
}

/** RFC 8058: one press of the reader's own button, without a page of ours. */
const unsubscribeHeaders = (url: string) => ({
  "List-Unsubscribe": `<${url}>`,
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
});

/** Names never stand in a header but the subject, which is encoded. Some transports write a Message-ID of their own. */
export async function mimeOf(mail: Mail, from: string): Promise<Mime> {
  const { key, to, subject, html, text, attachments, unsubscribeUrl } = mail;
  const composer = new MailComposer({
    ...{ from, to: { name: "", address: to }, subject, html, text, messageId: `<${key}>` },
    headers: {
      "Auto-Submitted": "auto-generated",
      "X-Popline-Key": key,
      ...(unsubscribeUrl && unsubscribeHeaders(unsubscribeUrl)),
    },
    attachments: attachments.map((each) => ({ filename: each.name, contentType: each.type, content: each.text })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const node = composer.compile();
  const content = await node.build();
  return { content, to: node.getEnvelope().to[0] ?? to };
}
