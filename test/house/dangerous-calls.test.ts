import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isTest, readSources, type Source } from "../../scripts/house/sources.ts";

interface Danger {
  readonly what: string;
  readonly marks: RegExp;
  /** The files that may, because what they pass is ours alone. */
  readonly allowed: readonly string[];
  /** Seen by the marks. */
  readonly example: string;
}

const dangers: readonly Danger[] = [
  {
    what: "text that is run as a program",
    marks: /\beval\(|\bnew Function\(|\bFunction\("|from "node:vm"|setTimeout\(\s*["`]/,
    allowed: [],
    example: "eval(text)",
  },
  {
    what: "a command of the system",
    marks: /\bchild_process"|\bprocess[.]binding\(/,
    // The rehearsal's own program; the helper that copies the listening socket.
    allowed: ["server/operations/stage.process.ts", "server/platform/http/doorways.ts"],
    example: 'import { exec } from "node:child_process";',
  },
  {
    what: "text that becomes a page",
    marks: /dangerouslySetInnerHTML|[.](inner|outer)HTML\b|insertAdjacentHTML|document[.]write\(|DOMParser/,
    allowed: [],
    example: "element.innerHTML = name;",
  },
  {
    what: "messages between windows",
    marks: /addEventListener\("message"|[.]postMessage\(|onmessage\b/,
    // Messages of its own socket, which are texts of its own server; those between the server and its own thread.
    allowed: [
      "server/recommendations/fitting/fit-thread.ts",
      "server/recommendations/fitting/fitter.thread.ts",
      "web/src/live.ts",
    ],
    example: 'window.addEventListener("message", hear);',
  },
  {
    what: "an expression made while running",
    marks: /\b(new )?RegExp\((?!["'`][^$]*["'`][,)])/,
    // Of what the code itself says: the shape of a number, the letters of a line, the pages' paths, the languages, the
    // route table.
    allowed: [
      "shared/ids.ts",
      "shared/lines.ts",
      "shared/sign-in.ts",
      "shared/tidy-line.ts",
      "server/platform/http/page-template.ts",
      "server/platform/http/methods.ts",
      "web/src/addresses.ts",
    ],
    example: "new RegExp(query)",
  },
  {
    what: "an algorithm beside the house's own",
    marks: /createHash\("(?!sha256")|createHmac\("(?!sha256")|create(Cipher|Decipher)(iv)?\(|crypto[.]subtle/,
    // The door's phone knows a pass again by its mark, a SHA-256.
    allowed: ["server/platform/field-cipher.ts", "web/src/reservations/door/marks.ts"],
    example: 'createHash("md5")',
  },
  {
    what: "a certificate that is not looked at",
    marks: /rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity|insecureHTTPParser/,
    allowed: [],
    example: "const options = { rejectUnauthorized: false };",
  },
];

/** The same where the database hashes: in functions, migrations and statements. */
const dangersOfSql: readonly Danger[] = [
  {
    what: "an algorithm beside the house's own",
    marks: /\b(md5|sha(1|224|384|512)|crypt|digest|hmac|(en|de)crypt(_iv)?|pgp_\w+)\s*\(/i,
    allowed: [],
    example: "body text := md5(p_call);",
  },
];

/** Only servers may not: what browsers draw need not be unforeseeable, and pages call their own server. */
const dangersOfServers: readonly Danger[] = [
  {
    what: "chance that can be foreseen",
    marks: /\bMath[.]random\(/,
    // When to try again; which of many durations stand for all.
    allowed: ["server/platform/metrics/metrics.emf.ts", "server/platform/retry.ts"],
    example: "const code = Math.random();",
  },
  {
    what: "a failure told whole, with the rows that a database quotes",
    marks: /console[.]\w+\((.*[^.\w(])?error\)/,
    // At its start, when nobody's rows have been read.
    allowed: ["server/main.ts"],
    example: "console.error(error);",
  },
  {
    what: "a call to somewhere else",
    marks: /(?<![.\w])fetch\(|import (?!type)[^;]*"(undici|(node:)?(https?|net|tls|dgram|dns))";/,
    // Pushes go to four services, links are cut at Kakao; a function asks its own machine for secrets; a socket in the
    // data folder is its lock, figures are at an address of their own, and copies of the listening socket listen; the
    // others take status texts, and whether a text is an address.
    allowed: [
      "server/accounts/privacy/links.kakao.ts",
      "server/notifications/push/push-courier.web-push.ts",
      "server/platform/database/folder-witness.ts",
      "server/platform/http/doorways.ts",
      "server/platform/http/unreadable.ts",
      "server/platform/kept-secrets.ts",
      "server/platform/metrics/scrape.ts",
      "server/platform/settings.ts",
    ],
    example: "await fetch(address);",
  },
];

const root = join(import.meta.dirname, "../..");
const sources = ["server", "shared", "web/src"]
  .flatMap((folder) => readSources(root, folder, /[.]tsx?$/))
  .filter(({ path }) => !isTest(path));

const statements = ["server", "database", "load", "bench"].flatMap((folder) =>
  readSources(root, folder, /[.]sql([.]ts)?$/),
);

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|^\s*(\/\/|--).*$/gm, "");
const found = ({ marks }: Danger, files: readonly Source[]) =>
  files.filter(({ text }) => marks.test(withoutComments(text))).map(({ path }) => path);

describe("what is dangerous is done nowhere, or where somebody looked at it", () => {
  test.each(dangers)("$what", (danger) => {
    expect(sources.length).toBeGreaterThan(200);
    expect(found(danger, sources).sort()).toEqual([...danger.allowed].sort());
  });

  test.each(dangersOfServers)("on a server: $what", (danger) => {
    const ours = sources.filter(({ path }) => path.startsWith("server/") && !path.startsWith("server/demo/"));
    expect(found(danger, ours).sort()).toEqual([...danger.allowed].sort());
  });

  test.each(dangersOfSql)("in SQL: $what", (danger) => {
    expect(statements.filter(({ path }) => path.endsWith(".sql")).length).toBeGreaterThan(40);
    expect(found(danger, statements)).toEqual(danger.allowed);
  });

  test.each([...dangers, ...dangersOfSql, ...dangersOfServers])("the look-out sees $what", ({ marks, example }) => {
    expect(example).toMatch(marks);
    expect("const pass = retrieve(name);").not.toMatch(marks);
  });
});
