/** Tells this server, and others when there are several, what may have changed. A hint: nothing may depend on it. */
export interface Bus {
  publish(channel: string, message: unknown): void;
  subscribe(channel: string, listener: (message: unknown) => void): void;
}
