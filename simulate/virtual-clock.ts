import type { Random } from './random.ts'
import { createTimerQueue } from './timer-queue.ts'
import type { Trace } from './trace.ts'

/** Time that passes only when everybody waits. No real timer is involved, so a year costs what happens in it. */
export type VirtualClock = {
  /** Milliseconds since 1970. */
  nowMs(): number
  /** ISO 8601 UTC with milliseconds. */
  now(): string
  sleep(ms: number): Promise<void>
  /** Calls back later; nobody waits for it. */
  after(ms: number, fire: () => void): void
  /**
   * Runs `main` to its end, firing what is due whenever all promises have settled that can. What is still waiting when
   * `main` ends never happens. @throws Deadlock, EventLimit, what `main` throws, or what a callback of `after` throws.
   */
  run<T>(main: () => Promise<T>): Promise<T>
}

/** Everybody waits for something that nobody will do. */
export class Deadlock extends Error {}
/** More events than a seed ever needs: something goes round in circles. */
export class EventLimit extends Error {}

const tieBreaks = 2 ** 31

/** @param random breaks ties between what is due at one millisecond. @param startMs when the simulation begins. */
export function createVirtualClock(options: {
  readonly random: Random
  readonly startMs: number
  readonly trace?: Trace
  /** More events than ever needed: something goes round in circles. */
  readonly eventsMax: number
}): VirtualClock {
  const { random, trace, eventsMax } = options
  const timers = createTimerQueue()
  let nowMs = options.startMs
  let written = { ms: Number.NaN, text: '' }
  let events = 0

  const after = (ms: number, fire: () => void) => {
    if (!(ms >= 0)) throw new RangeError(`Nobody waits ${ms} ms`)
    timers.push({ atMs: nowMs + Math.ceil(ms), tieBreak: random.int(tieBreaks), fire })
  }
  /** Fires the next timer. */
  const step = () => {
    const timer = timers.pop()
    if (!timer) throw new Deadlock(`Nothing is due any more at ${nowMs}`)
    if (++events > eventsMax) throw new EventLimit(`More than ${eventsMax} events`)
    nowMs = timer.atMs
    trace?.count(nowMs)
    trace?.count(timer.tieBreak)
    timer.fire()
  }
  return {
    nowMs: () => nowMs,
    now() {
      if (written.ms !== nowMs) written = { ms: nowMs, text: new Date(nowMs).toISOString() }
      return written.text
    },
    sleep: (ms) => new Promise((resolve) => after(ms, resolve)),
    after,
    run: (main) => drive(main, step),
  }
}

/**
 * Steps whenever the microtasks have run dry. A tick that a microtask asks for comes after all microtasks, so that is where
 * the next step is put: nothing else of the runtime is waited for, and millions of steps take seconds.
 */
function drive<T>(main: () => Promise<T>, step: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    let isOver = false
    const end = (settle: () => void) => {
      isOver = true
      settle()
    }
    const whenSettled = () => queueMicrotask(() => process.nextTick(tick))
    const tick = () => {
      if (isOver) return
      try {
        step()
      } catch (error) {
        end(() => reject(error))
        return
      }
      whenSettled()
    }
    main().then(
      (value) => end(() => resolve(value)),
      (error) => end(() => reject(error)),
    )
    whenSettled()
  })
}
