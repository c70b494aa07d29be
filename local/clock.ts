import * as z from 'zod'
import { readState, writeState } from './saved-state.ts'

/** The machine's clock plus an offset that only grows, so that a demonstration can move to another day. */
export type LocalClock = {
  now(): Date
  readonly offsetMs: number
  /** Moves the clock forward. @throws when `ms` is negative, not a whole number or above `advanceMaxMs`. */
  advance(ms: number): void
  /** Runs the listener after every `advance`; answers how to stop it. */
  onAdvance(listener: () => void): () => void
  /** The offset as one 64-bit integer, shared with the functions' threads. */
  readonly buffer: SharedArrayBuffer
}

/** Ten years in one step: more is a mistake in the unit. */
const advanceMaxMs = 10 * 366 * 24 * 3_600_000

const savedClock = z.object({ offsetMs: z.int().nonnegative() })

/** Makes a clock; with a `file`, its offset outlives the process, so that a restart does not go back in time. */
export function createClock(options: { file?: string } = {}): LocalClock {
  const buffer = new SharedArrayBuffer(8)
  const offset = new BigInt64Array(buffer)
  const listeners = new Set<() => void>()
  offset[0] = BigInt(options.file === undefined ? 0 : (readState(options.file, savedClock)?.offsetMs ?? 0))
  const offsetMs = () => Number(Atomics.load(offset, 0))
  return {
    now: () => new Date(Date.now() + offsetMs()),
    get offsetMs() {
      return offsetMs()
    },
    advance: (ms) => {
      if (!Number.isSafeInteger(ms) || ms < 0 || ms > advanceMaxMs) {
        throw new RangeError(`The clock moves forward by 0 to ${advanceMaxMs} whole milliseconds, not by ${ms}.`)
      }
      Atomics.add(offset, 0, BigInt(ms))
      if (options.file !== undefined) writeState(options.file, { offsetMs: offsetMs() })
      for (const listener of listeners) listener()
    },
    onAdvance: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    buffer,
  }
}
