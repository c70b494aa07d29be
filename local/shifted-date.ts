/**
 * Replaces the global `Date` by one that is ahead by the offset in the buffer, so that a function sees the local clock
 * and its code carries no hook for it.
 */
export function shiftDate(clock: SharedArrayBuffer): void {
  const offset = new BigInt64Array(clock)
  const RealDate = Date
  const realNow = RealDate.now
  const now = () => realNow() + Number(Atomics.load(offset, 0))
  const shifted = new Proxy(RealDate, {
    construct: (target, parts, newTarget) => Reflect.construct(target, parts.length === 0 ? [now()] : parts, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
  })
  RealDate.prototype.constructor = shifted
  globalThis.Date = shifted
}
