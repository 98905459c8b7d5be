import { spawnSync } from "node:child_process";

/**
 * Whether this machine lets us make networks and mount disks, as it lets root outside of most containers. Tests that
 * need it are told as skipped elsewhere.
 */
export const isAdministrator = spawnSync("unshare", ["--net", "--mount", "true"]).status === 0;
