/**
 * The texts people agree to are those of /privacy; a new text gets a new version, which pages then ask everybody to
 * agree to. It stands apart from the schemas, since every page with a sign-in shows it.
 */
export const consentVersion = "2026-11-29.1";
