import { hash32 } from './random.ts'

/** A running hash of all that happened in a simulation, and its last lines: two runs are the same when it is the same. */
export type Trace = {
  note(line: string): void
  /** A whole number into the hash only: for what happens too often to write a line. */
  count(value: number): void
  hash(): string
  /** The latest lines, oldest first. */
  latest(): readonly string[]
}

/** @param linesMax how many lines are kept to be shown; 0 where only the hash is wanted. */
export function createTrace(linesMax = 0): Trace {
  let [high, low] = [0, 0]
  const lines: string[] = []
  const mix = (a: number, b: number) => {
    high = (Math.imul(high, 31) + a) | 0
    low = (Math.imul(low ^ (low >>> 15), 37) + b) | 0
  }
  return {
    count: (value) => mix(value, value),
    note(line) {
      mix(hash32(line, 1), hash32(line, 2))
      if (linesMax === 0) return
      lines.push(line)
      if (lines.length > 2 * linesMax) lines.splice(0, linesMax)
    },
    hash: () => `${hex(high)}${hex(low)}`,
    latest: () => lines.slice(-linesMax),
  }
}

const hex = (word: number) => (word >>> 0).toString(16).padStart(8, '0')
