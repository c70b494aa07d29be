import type { BgNbd } from '../../../../domain/repurchase/prediction/bg-nbd.ts'
import type { GammaGamma } from '../../../../domain/repurchase/prediction/gamma-gamma.ts'
import type { CustomerPurchases } from '../../../../domain/repurchase/prediction/purchase-timing.ts'
import { addCalendarDays } from '../../../../domain/shared/time.ts'

/** Numbers in [0, 1) by chance, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const exponential = (random: () => number, rate: number) => -Math.log(1 - random()) / rate
const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** Gamma distributed with scale 1 (Marsaglia and Tsang 2000). */
function gamma(random: () => number, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(random)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - random()) < x * x * 0.5 + d - d * v + d * Math.log(v)) return d * v
  }
}

export const asOf = '2026-06-30'

/** Customers who buy, leave and spend as the models say; the first purchase up to `ageMaxDays` before `asOf`. */
export function simulateCustomers(
  count: number,
  { r, alpha, a, b }: BgNbd,
  { p, q, v }: GammaGamma = { p: 6, q: 4, v: 15 },
  { seed = 1, ageMaxDays = 360 } = {},
): CustomerPurchases[] {
  const random = seeded(seed)
  return Array.from({ length: count }, (_, number) => {
    const age = 1 + Math.floor(random() * ageMaxDays)
    const perDay = gamma(random, r) / alpha / 7
    const [leave, stay] = [gamma(random, a), gamma(random, b)]
    const rate = gamma(random, q) / v
    const days = [0]
    for (let at = exponential(random, perDay); at <= age; at += exponential(random, perDay)) {
      if (Math.ceil(at) > (days.at(-1) ?? 0) && Math.ceil(at) <= age) days.push(Math.ceil(at))
      if (random() < leave / (leave + stay)) break
    }
    const [first, ...later] = days.map((day) => ({
      day: addCalendarDays(asOf, day - age),
      amountFen: 1 + Math.round((gamma(random, p) / rate) * 100),
    }))
    if (first === undefined) throw new Error('nobody buys on no day')
    return { customerId: `customer ${number}`, purchaseDays: [first, ...later], orders: days.length }
  })
}
