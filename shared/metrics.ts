/**
 * What alarms and dashboards in `infra/` read, by the names under which CloudWatch knows it. No server writes them yet:
 * until one does, these alarms are silent. No name holds an id.
 */
export const metricSpace = "Popline";

export const metrics = {
  /** Joins that were asked for and answered, whatever the answer; refusals by the rules are good answers. */
  joins: "Joins",
  /** Of these, answered without a fault of ours and within 500 ms. */
  joinsInTime: "JoinsInTime",
  /** Milliseconds until the answer. */
  joinTime: "JoinTime",
  /** Slots with more seats given than there are, by a query that shares no code with booking. */
  oversold: "Oversold",
  /** People in all lines. */
  waiting: "Waiting",
  /** Lines in which somebody could be seated, and nobody has been for two minutes. */
  linesStill: "LinesStill",
  /** Seconds since the oldest message of the outbox could have gone. */
  outboxAge: "OutboxAge",
  /** Messages given up for good. */
  deadLetters: "DeadLetters",
  sockets: "Sockets",
  /** Milliseconds that the event loop came late, 99th percentile of a minute. */
  loopLag: "LoopLag",
} as const;

/** One of their names. */
export type MetricName = (typeof metrics)[keyof typeof metrics];
