const groupsOf = (address: string) => {
  const [before = [], after = []] = address.split("::").map((side) => side.split(":").filter(Boolean));
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0");
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16).toString(16));
};

const withoutPrefix = (address: string) => address.slice(address.lastIndexOf(":") + 1);

/** Where somebody came from, too coarsely to be somebody: an IPv4 address's /24, an IPv6 address's /48. */
export function coarseNetworkOf(address: string): string {
  if (address.includes(".")) return `${withoutPrefix(address).split(".").slice(0, 3).join(".")}.0/24`;
  return `${groupsOf(address).slice(0, 3).join(":")}::/48`;
}

/**
 * The network an address belongs to: an IPv4 address itself, an IPv6 address's /64, since one household holds that
 * many. Zeros may be left out of an IPv6 address, and an IPv4 address may be written as one (::ffff:192.0.2.1).
 */
export function networkOf(address: string): string {
  if (address.includes(".")) return withoutPrefix(address);
  if (!address.includes(":")) return address;
  return groupsOf(address).slice(0, 4).join(":");
}
