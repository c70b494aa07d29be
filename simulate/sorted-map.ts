import { compareText } from './fake-conditions.ts'

/** A map whose keys are kept in order. For partitions of some thousand items: an insert moves what is behind it. */
export type SortedMap<Value> = {
  get(key: string): Value | undefined
  set(key: string, value: Value): void
  delete(key: string): void
  /** In order; not to be changed. */
  readonly keys: readonly string[]
}

export function createSortedMap<Value>(): SortedMap<Value> {
  const values = new Map<string, Value>()
  const keys: string[] = []
  const placeOf = (key: string) => firstWhere(keys, (other) => compareText(other, key) >= 0)
  return {
    keys,
    get: (key) => values.get(key),
    set(key, value) {
      if (!values.has(key)) keys.splice(placeOf(key), 0, key)
      values.set(key, value)
    },
    delete(key) {
      if (values.delete(key)) keys.splice(placeOf(key), 1)
    },
  }
}

/** Place of the first key of which `is` is true, where it is true of all behind it too; the length when of none. */
export function firstWhere(keys: readonly string[], is: (key: string) => boolean): number {
  let [low, high] = [0, keys.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (is(keys[middle] ?? '')) high = middle
    else low = middle + 1
  }
  return low
}
