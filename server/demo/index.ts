/** Demo mode's invented world: popups, hosts, visitors, half a year of bookings, all relative to the first start. */

export { createStandInKakao } from "./kakao/stand-in.ts";
export { createDemo } from "./service.ts";
