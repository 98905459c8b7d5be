import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SessionId } from "../../../shared/ids.ts";
import { findSession, readSession, signSession } from "./session-cookie.ts";

const secret = "a secret of this test, long enough";
const issuedAt = 1_800_000_000;
const now = issuedAt * 1000;
const dayMs = 24 * 3_600_000;
const id = "6f1c1a52-7d0e-4f4b-9a53-1b1f0c7f6f3a" as SessionId;
const other = "6f1c1a52-7d0e-4f4b-9a53-1b1f0c7f6f3b" as SessionId;
const session = { session: id, issuedAt };
const cookie = signSession(session, secret);

/** Another character of the same alphabet in that place. */
const changedAt = (position: number) =>
  cookie.slice(0, position) + (cookie[position] === "A" ? "B" : "A") + cookie.slice(position + 1);

describe("a session cookie", () => {
  test("says what was signed", () => {
    expect(readSession(cookie, secret, now)).toEqual(session);
    const anySession = fc.record({
      session: fc.uuid() as fc.Arbitrary<SessionId>,
      issuedAt: fc.integer({ min: issuedAt - 30 * 24 * 3600, max: issuedAt }),
    });
    fc.assert(
      fc.property(anySession, (made) => {
        expect(readSession(signSession(made, secret), secret, now)).toEqual(made);
      }),
    );
  });

  test("fits a header and needs no quoting", () => {
    expect(cookie).toMatch(/^[\w.-]{1,200}$/);
  });

  test("with any one character changed is nobody's", () => {
    const changed = Array.from(cookie, (_, position) => changedAt(position));
    // The last base64 character of 32 bytes carries 4 bits; what it says must be exact all the same.
    expect(changed.filter((text) => readSession(text, secret, now) !== null)).toEqual([]);
  });

  test("cut off anywhere, or longer by anything, is nobody's", () => {
    const cut = Array.from(cookie, (_, length) => cookie.slice(0, length));
    const longer = [`${cookie}A`, `${cookie}.`, `1${cookie}`, `${cookie}.${cookie}`];
    expect([...cut, ...longer].filter((text) => readSession(text, secret, now) !== null)).toEqual([]);
  });

  test("of another session or moment does not go with this signature", () => {
    const mac = cookie.slice(cookie.lastIndexOf("."));
    const texts = [`${other}.${issuedAt}`, `${id}.${issuedAt + 1}`, `${id}${issuedAt}.`];
    expect(texts.map((text) => readSession(text + mac, secret, now))).toEqual([null, null, null]);
  });

  test("that we signed for something else is nobody's", () => {
    const sign = (text: string, as = "") =>
      `${text}.${createHmac("sha256", secret)
        .update(as + text)
        .digest("base64url")}`;
    const purposes = ["", "sign-in:", "pass:v1:", "session:v2:"];
    const made = purposes.map((as) => sign(`${id}.${issuedAt}`, as));
    expect(made.map((text) => readSession(text, secret, now))).toEqual([null, null, null, null]);
    expect(readSession(sign(`${id}.${issuedAt}`, "session:v1:"), secret, now)).toEqual(session);
  });

  test("of another secret is nobody's", () => {
    expect(readSession(cookie, `${secret}.`, now)).toBeNull();
    expect(readSession(signSession(session, `${secret}.`), secret, now)).toBeNull();
  });

  test("ends after 30 days", () => {
    expect(readSession(cookie, secret, now + 30 * dayMs)).toEqual(session);
    expect(readSession(cookie, secret, now + 30 * dayMs + 1)).toBeNull();
  });

  test("is not even looked at beyond 200 characters", () => {
    const long = signSession({ ...session, session: "9".repeat(200) as SessionId }, secret);
    expect(readSession(long, secret, now)).toBeNull();
  });

  test("that is garbage is nobody's and breaks nothing", () => {
    for (const text of ["", ".", "...", "null", "a.b.c.d", `${id}.${issuedAt}.`, "\u0000", "가나다.라.마.바"]) {
      expect(readSession(text, secret, now)).toBeNull();
    }
    const anyText = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("utf16le"));
    fc.assert(fc.property(anyText, (text) => readSession(text, secret, now) === null));
  });
});

describe("finding the cookie in the header", () => {
  test("takes ours among others, by its whole name", () => {
    expect(findSession("a=1; popline=x.y; b=2", false)).toBe("x.y");
    expect(findSession("popline=x.y ;b=2", false)).toBe("x.y");
    expect(findSession("notpopline=x; popline2=y; a=popline=z", false)).toBeNull();
    expect([findSession(undefined, false), findSession("", false)]).toEqual([null, null]);
  });

  test("behind https it has the prefix that binds it to this host, and no other counts", () => {
    expect(findSession("popline=planted; __Host-popline=ours", true)).toBe("ours");
    expect(findSession("popline=planted", true)).toBeNull();
    expect(findSession("__Host-popline=ours", false)).toBeNull();
  });
});
