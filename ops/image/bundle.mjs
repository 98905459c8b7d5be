// What `runc` is told (OCI runtime specification): the image's own user and words, a read-only root, no capability, and
// this machine's loopback. Written to stdout.
import { randomBytes } from "node:crypto";

const { IMAGE_ROOT, PORT, DATABASE, PROGRAM = "", IMAGE = "{}" } = process.env;
const { config } = JSON.parse(IMAGE).OCIv1;
const [uid, gid] = config.User.split(":").map(Number);
const words = config.Cmd.map((/** @type {string} */ word) => (word === "dist/programs/server.js" ? PROGRAM : word));
const settings = {
  NODE_ENV: "production",
  HOST: "127.0.0.1",
  PORT,
  PUBLIC_URL: "https://popline.example",
  DATABASE_URL: `postgres://postgres@127.0.0.1:${DATABASE}/postgres`,
  SESSION_SECRET: randomBytes(32).toString("hex"),
  FIELD_KEYS: `1:${randomBytes(32).toString("base64")}`,
  KAKAO_ISSUER: "https://kakao.invalid",
  KAKAO_CLIENT_ID: "nobody",
  KAKAO_CLIENT_SECRET: randomBytes(16).toString("hex"),
  MAIL_TRANSPORT: "off",
  MAIL_FROM: "Popline <hello@popline.example>",
};
const none = { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] };

console.log(
  JSON.stringify({
    ociVersion: "1.0.2",
    process: {
      ...{ terminal: false, user: { uid, gid }, cwd: config.WorkingDir, args: [...config.Entrypoint, ...words] },
      ...{ env: Object.entries(settings).map(([name, value]) => `${name}=${value}`), capabilities: none },
      noNewPrivileges: true,
    },
    root: { path: IMAGE_ROOT, readonly: true },
    mounts: [{ destination: "/proc", type: "proc", source: "proc" }],
    linux: { namespaces: [{ type: "mount" }, { type: "pid" }, { type: "ipc" }, { type: "uts" }] },
  }),
);
