import { type BgNbd, daysPerWeek } from './bg-nbd.ts'
import type { Timing } from './purchase-timing.ts'

/**
 * The chance that a customer still is one. Of who bought on one day only it is 1 by construction: the model lets nobody
 * leave but after a repeat purchase. Source: Fader, Hardie and Lee 2005.
 */
export function probabilityAlive({ r, alpha, a, b }: BgNbd, { frequency, recencyDays, ageDays }: Timing): number {
  if (frequency === 0) return 1
  const ratio = Math.log1p((ageDays - recencyDays) / (daysPerWeek * alpha + recencyDays))
  return 1 / (1 + Math.exp(Math.log(a) - Math.log(b + frequency - 1) + (r + frequency) * ratio))
}

/** Purchase days to be expected of a customer in the next `horizonDays` days. */
export function expectedPurchases(model: BgNbd, timing: Timing, horizonDays: number): number {
  return probabilityAlive(model, timing) * purchasesWhileCustomer(model, timing, horizonDays)
}

/** Distance of the points of the sum; half of it changes the result by less than 1e-9. */
const pointDistance = 0.05
/** The sum ends where what is left out weighs e^-45. */
const tail = 45

/**
 * Purchase days to be expected of who is certainly still a customer; it depends on x and T only.
 *
 * It is the mean of (1 − (1 + p·t/(α+T))^−(r+x)) / p over p, the chance of leaving after a purchase, which then is beta
 * distributed with a and b + x. The paper writes this mean with Gauss’s hypergeometric function. As an integral over the
 * logit of p it has no singular a = 1, no slow sum for long horizons, and no overflow for customers who bought often.
 * The trapezoidal rule after a sinh substitution converges exponentially (Takahasi and Mori 1974).
 */
export function purchasesWhileCustomer(
  { r, alpha, a, b }: BgNbd,
  { frequency, ageDays }: Pick<Timing, 'frequency' | 'ageDays'>,
  horizonDays: number,
): number {
  const stay = b + frequency
  const shape = r + frequency
  const horizon = horizonDays / (daysPerWeek * alpha + ageDays)
  const centre = Math.log(Math.max(a, 1) / Math.max(stay, 1))
  const width = Math.min(1, Math.sqrt(1 / a + 1 / stay))
  const first = -Math.ceil(Math.asinh((tail / a + 8) / width) / pointDistance)
  const last = Math.ceil(Math.asinh((tail / stay + 8) / width) / pointDistance)
  const peak = logDensity(Math.log(a / stay), a, stay)
  let [sum, weights] = [0, 0]
  for (let at = first; at <= last; at++) {
    const logit = centre + width * Math.sinh(at * pointDistance)
    const weight = Math.exp(logDensity(logit, a, stay) - peak) * Math.cosh(at * pointDistance)
    if (weight === 0) continue
    weights += weight
    sum += weight * purchasesAt(1 / (1 + Math.exp(-logit)), shape, horizon)
  }
  return sum / weights
}

/** ln(p^a (1 − p)^stay) for a logit of p: the beta density of p, by its logit. */
const logDensity = (logit: number, a: number, stay: number) => -a * softplus(-logit) - stay * softplus(logit)
const softplus = (x: number) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)))

/** (1 − (1 + p·horizon)^−shape) / p, which is shape · horizon at p = 0. */
const purchasesAt = (p: number, shape: number, horizon: number) =>
  p * horizon < 1e-12 ? shape * horizon : -Math.expm1(-shape * Math.log1p(p * horizon)) / p
