/** A call that waits for its moment. Equal moments run in the order of `tieBreak`. */
export type Timer = { readonly atMs: number; readonly tieBreak: number; readonly fire: () => void }

/** Timers by (moment, tie-break): a binary heap. */
export type TimerQueue = {
  push(timer: Timer): void
  /** Takes the earliest; undefined when there is none. */
  pop(): Timer | undefined
}

export function createTimerQueue(): TimerQueue {
  const heap: Timer[] = []
  return {
    push(timer) {
      heap.push(timer)
      siftUp(heap, heap.length - 1)
    },
    pop() {
      const first = heap[0]
      const last = heap.pop()
      if (last === undefined || heap.length === 0) return first
      heap[0] = last
      siftDown(heap, 0)
      return first
    },
  }
}

const isBefore = (a: Timer, b: Timer) => a.atMs < b.atMs || (a.atMs === b.atMs && a.tieBreak < b.tieBreak)

function siftUp(heap: Timer[], from: number): void {
  let at = from
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!swapIfBefore(heap, at, parent)) return
    at = parent
  }
}

function siftDown(heap: Timer[], from: number): void {
  let at = from
  for (;;) {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]]
    if (left === undefined) return
    const child = right !== undefined && isBefore(right, left) ? 2 * at + 2 : 2 * at + 1
    if (!swapIfBefore(heap, child, at)) return
    at = child
  }
}

function swapIfBefore(heap: Timer[], a: number, b: number): boolean {
  const [atA, atB] = [heap[a], heap[b]]
  if (atA === undefined || atB === undefined || !isBefore(atA, atB)) return false
  heap[a] = atB
  heap[b] = atA
  return true
}
