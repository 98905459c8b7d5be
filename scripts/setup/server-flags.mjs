/**
 * With what a server is started. New objects get up to 64 MiB instead of 16: at an opening thousands of requests are in
 * flight, and with less room a third of a server's time goes into copying what is gone in a moment
 * (docs/decisions/0034).
 */
export const serverFlags = ["--enable-source-maps", "--max-semi-space-size=64"];
