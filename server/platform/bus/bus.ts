/** Tells this server, and others when there are several, what may have changed. A hint: nothing may depend on it. */
export interface Bus {
  /** Listeners here are called before it returns. Others are told `elsewhere` instead where it is given, as JSON. */
  publish(channel: string, message: unknown, elsewhere?: unknown): void;
  /** What comes from elsewhere may be old, and is whatever was sent: a listener that cannot read it throws. */
  subscribe(channel: string, listener: (message: unknown) => void): void;
}
