/** How often each thing goes wrong (a probability), and how long things take at most (milliseconds). */
export type Faults = {
  /** Another transaction held one of the items. */
  readonly conflict: number
  /** The table is asked for more than it has capacity for just now. */
  readonly throttle: number
  /** The request never arrives. */
  readonly lostRequest: number
  /** The transaction is written and its answer never arrives. */
  readonly lostAnswer: number
  /** A read that fails. */
  readonly lostRead: number
  /** An index that shows a write only later. */
  readonly indexLag: number
  readonly indexLagMaxMs: number
  /** A way that takes long. */
  readonly slow: number
  readonly slowMaxMs: number
  readonly latencyMaxMs: number
  /** A batch of the stream that is delivered once more, at once or up to `redeliveryMaxMs` later. */
  readonly redelivery: number
  readonly redeliveryMaxMs: number
  /** A consumer that ends in the middle of a batch. */
  readonly crash: number
  /** A consumer that is held up for up to `stallMaxMs`. */
  readonly stall: number
  readonly stallMaxMs: number
}

/** Far more often than in life, so that few seeds meet much. */
export const usualFaults: Faults = {
  conflict: 0.03,
  throttle: 0.02,
  lostRequest: 0.02,
  lostAnswer: 0.04,
  lostRead: 0.02,
  indexLag: 0.3,
  indexLagMaxMs: 30_000,
  slow: 0.02,
  slowMaxMs: 3_000,
  latencyMaxMs: 12,
  redelivery: 0.08,
  redeliveryMaxMs: 20 * 60_000,
  crash: 0.03,
  stall: 0.08,
  stallMaxMs: 3 * 3_600_000,
}

/** Everything works at once. */
export const noFaults: Faults = {
  conflict: 0,
  throttle: 0,
  lostRequest: 0,
  lostAnswer: 0,
  lostRead: 0,
  indexLag: 0,
  indexLagMaxMs: 0,
  slow: 0,
  slowMaxMs: 0,
  latencyMaxMs: 0,
  redelivery: 0,
  redeliveryMaxMs: 0,
  crash: 0,
  stall: 0,
  stallMaxMs: 0,
}
