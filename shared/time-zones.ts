/**
 * Zones that the time zone database has renamed (its zone.tab), by the names of today: this runtime lists them by their
 * old ones, as the Unicode CLDR does, and some browsers say the new.
 */
const renamed = [
  "Africa/Asmara",
  "America/Argentina/Buenos_Aires",
  "America/Argentina/Catamarca",
  "America/Argentina/Cordoba",
  "America/Argentina/Jujuy",
  "America/Argentina/Mendoza",
  "America/Atikokan",
  "America/Indiana/Indianapolis",
  "America/Kentucky/Louisville",
  "America/Nuuk",
  "Asia/Ho_Chi_Minh",
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "Asia/Yangon",
  "Atlantic/Faroe",
  "Europe/Kyiv",
  "Pacific/Chuuk",
  "Pacific/Kanton",
  "Pacific/Pohnpei",
];

/** Names that this runtime and PostgreSQL both know; abbreviations such as "CNT" mean different things to them. */
const names = new Set([...Intl.supportedValuesOf("timeZone"), ...renamed, "UTC"]);

/** Whether a store may live in a zone by this name, spelled as it is listed. */
export const isTimeZone = (name: string): boolean => names.has(name);

/** All that `isTimeZone` knows. */
export const timeZones: readonly string[] = [...names];
