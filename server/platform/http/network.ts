/**
 * The network an address belongs to: an IPv4 address itself, an IPv6 address's /64, since one household holds that
 * many. Zeros may be left out of an IPv6 address, and an IPv4 address may be written as one (::ffff:192.0.2.1).
 */
export function networkOf(address: string): string {
  if (address.includes(".")) return address.slice(address.lastIndexOf(":") + 1);
  if (!address.includes(":")) return address;
  const [before = [], after = []] = address.split("::").map((side) => side.split(":").filter(Boolean));
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0");
  const groups = [...before, ...zeros, ...after].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":");
}
