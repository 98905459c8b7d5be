import { expect, test } from "vitest";
import { coarseNetworkOf, networkOf } from "./network.ts";

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["2001:db8::ffff:1", "2001:db8:0:0"],
  ["2001:0db8:0:0:1:2:3:4", "2001:db8:0:0"],
  ["2001:db8:0:1::1", "2001:db8:0:1"],
  ["::1", "0:0:0:0"],
  ["203.0.113.7:1234", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["[::ffff:203.0.113.7]:1234", "203.0.113.7"],
  ["[2001:db8::1]:443", "2001:db8:0:0"],
  ["[2001:db8::1]", "2001:db8:0:0"],
])("%s belongs to %s, however its zeros are written, and with a port beside it", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test.each([
  ["192.0.2.7", "192.0.2.0/24"],
  ["::ffff:192.0.2.7", "192.0.2.0/24"],
  ["2001:db8:5:6:7:8:9:a", "2001:db8:5::/48"],
  ["2001:0db8::1", "2001:db8:0::/48"],
  ["::1", "0:0:0::/48"],
  ["203.0.113.7:1234", "203.0.113.0/24"],
  ["[2001:db8:5::1]:443", "2001:db8:5::/48"],
])("%s is written down as %s", (address, network) => {
  expect(coarseNetworkOf(address)).toBe(network);
});
