const groupsOf = (address: string) => {
  const [before = [], after = []] = address.split("::").map((side) => side.split(":").filter(Boolean));
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0");
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16).toString(16));
};

/** What a proxy may write beside an address: `192.0.2.1:443`, `[2001:db8::1]:443`, `[2001:db8::1]`. */
function withoutPort(address: string): string {
  const [, inBrackets, beforePort] = /^\[(.+)\](?::\d+)?$|^([^:]+):\d+$/.exec(address) ?? [];
  return inBrackets ?? beforePort ?? address;
}

const withoutPrefix = (address: string) => address.slice(address.lastIndexOf(":") + 1);

/** Where somebody came from, too coarsely to be somebody: an IPv4 address's /24, an IPv6 address's /48. */
export function coarseNetworkOf(written: string): string {
  const address = withoutPort(written);
  if (address.includes(".")) return `${withoutPrefix(address).split(".").slice(0, 3).join(".")}.0/24`;
  return `${groupsOf(address).slice(0, 3).join(":")}::/48`;
}

/**
 * The network an address belongs to: an IPv4 address itself, an IPv6 address's /64, since one household holds that
 * many. Zeros may be left out of an IPv6 address, an IPv4 address may be written as one (::ffff:192.0.2.1), and a port
 * beside either is nobody's network.
 */
export function networkOf(written: string): string {
  const address = withoutPort(written);
  if (address.includes(".")) return withoutPrefix(address);
  if (!address.includes(":")) return address;
  return groupsOf(address).slice(0, 4).join(":");
}
