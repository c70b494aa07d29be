/** Moments that are kept of one key; more in one window are not told apart from this many. */
const momentsMax = 5_000

/** Counts what happened lately, by the stand-in's clock. Not kept over a restart, as WeChat's own counters need not be. */
export function createRates() {
  const momentsOf = new Map<string, number[]>()
  const within = (key: string, nowMs: number, windowMs: number) =>
    (momentsOf.get(key) ?? []).filter((atMs) => atMs <= nowMs && nowMs - atMs < windowMs)
  return {
    /** How often it happened in the window that ends now. */
    count: (key: string, nowMs: number, windowMs: number): number => within(key, nowMs, windowMs).length,
    note(key: string, nowMs: number, windowMs: number): void {
      momentsOf.set(key, [...within(key, nowMs, windowMs), nowMs].slice(-momentsMax))
    },
  }
}
export type Rates = ReturnType<typeof createRates>
