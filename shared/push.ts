import { type Static, Type } from "typebox";

/** Of one person; the oldest go. */
export const mostPushDevices = 10;

/** Push services of browsers: Chrome and Edge on Android, Firefox, Safari, Edge on Windows. */
const services = [
  /^https:\/\/fcm\.googleapis\.com\//,
  /^https:\/\/([a-z0-9-]+\.)*push\.services\.mozilla\.com\//,
  /^https:\/\/([a-z0-9-]+\.)*push\.apple\.com\//,
  /^https:\/\/([a-z0-9-]+\.)*notify\.windows\.com\//,
];
/** A stand-in on this machine, for demos and tests. */
const thisMachine = /^http:\/\/127\.0\.0\.1:\d{1,5}\//;

/**
 * Whether we send to this address: it came from a browser, so anybody may have made it up, and a server that asks for
 * any address it is given reaches places that they cannot.
 */
export function isPushService(endpoint: string, demo: boolean): boolean {
  return services.some((service) => service.test(endpoint)) || (demo && thisMachine.test(endpoint));
}

const endpoint = Type.String({ minLength: 10, maxLength: 1_000, pattern: "^https?://[\\x21-\\x7e]+$" });

/** What a browser's PushManager gives (PushSubscription.toJSON): a P-256 point and 16 bytes, both base64url. */
export const pushDeviceBody = Type.Object(
  {
    endpoint,
    keys: Type.Object(
      {
        p256dh: Type.String({ minLength: 87, maxLength: 87, pattern: "^[\\w-]{87}$" }),
        auth: Type.String({ minLength: 22, maxLength: 22, pattern: "^[\\w-]{22}$" }),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type PushSubscription = Static<typeof pushDeviceBody>;

/** The device that is to be silent. */
export const pushDeviceGone = Type.Object({ endpoint }, { additionalProperties: false });

/** What goes to a device, sealed. `path` is where a press on it leads; the same `tag` replaces what is still shown. */
export interface PushNote {
  readonly title: string;
  readonly body: string;
  readonly path: string;
  readonly tag: string;
  readonly language: string;
}
