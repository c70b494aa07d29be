import { type Fit, fitCustomersMin, fitRepeatCustomersMin, logParameterBound, thin } from './fit.ts'
import { minimiseFrom, type Slope, type SlopeAt } from './minimise.ts'
import { type CountedTiming, compress, type Timing } from './purchase-timing.ts'

/**
 * The parameters of the BG/NBD model: how often customers buy is gamma distributed with shape `r` and rate `alpha` (in
 * weeks), and the chance of leaving after a purchase is beta distributed with `a` and `b`.
 * Source: Fader, Hardie and Lee 2005, "Counting Your Customers the Easy Way".
 */
export type BgNbd = { readonly r: number; readonly alpha: number; readonly a: number; readonly b: number }

export type FittedBgNbd = BgNbd & {
  readonly logLikelihood: number
  /** Customers it was fitted to. */
  readonly n: number
  /** False where the data do not say where the best parameters are, e.g. when nobody ever seems to leave. */
  readonly converged: boolean
}

export const daysPerWeek = 7

/** Fits the model to all customers of a shop by maximum likelihood. The order of the timings does not matter. */
export function fitBgNbd(timings: Iterable<Timing>): Fit<FittedBgNbd> {
  const rows = compress(timings)
  const n = rows.reduce((sum, { count }) => sum + count, 0)
  if (n < fitCustomersMin) return { ok: false, reason: 'too_few_customers', n, min: fitCustomersMin }
  const repeaters = rows.reduce((sum, { frequency, count }) => sum + (frequency > 0 ? count : 0), 0)
  const min = fitRepeatCustomersMin
  if (repeaters < min) return { ok: false, reason: 'too_few_repeat_customers', n: repeaters, min }
  const slopes = (of: readonly CountedTiming[]) => meanSlopes(columnsOf(of))
  const best = minimiseFrom(startsFor(rows, n), slopes(thin(rows)), slopes(rows), logParameterBound)
  const model = parametersAt(best.point)
  return { ok: true, model: { ...model, logLikelihood: -best.value * n, n, converged: best.converged } }
}

/** Log-likelihood of the timings under the model. */
export function bgNbdLogLikelihood(model: BgNbd, timings: Iterable<Timing>): number {
  return likelihood(columnsOf(compress(timings)), model).value
}

/** Common shapes of shops; `alpha` is in the time in which they were observed, so that any unit of time fits alike. */
function startsFor(rows: readonly CountedTiming[], n: number): number[][] {
  const meanAge = rows.reduce((sum, { ageDays, count }) => sum + ageDays * count, 0) / n / daysPerWeek
  const weeks = Math.max(meanAge, 1 / daysPerWeek)
  return [
    [0.3, 0.15 * weeks, 0.8, 2.5],
    [1, weeks, 1, 1],
    [0.1, 0.05 * weeks, 0.3, 3],
    [3, weeks, 0.05, 5],
  ].map((start) => start.map(Math.log))
}

function parametersAt([r = 0, alpha = 0, a = 0, b = 0]: readonly number[]): BgNbd {
  return { r: Math.exp(r), alpha: Math.exp(alpha), a: Math.exp(a), b: Math.exp(b) }
}

/** Minus the mean log-likelihood, along the logs of the parameters. */
function meanSlopes(columns: Columns): SlopeAt {
  const n = columns.count.reduce((sum, count) => sum + count, 0)
  return (logs) => {
    const model = parametersAt(logs)
    const { value, gradient } = likelihood(columns, model)
    const { r, alpha, a, b } = model
    return { value: -value / n, gradient: [r, alpha, a, b].map((each, at) => (-each * (gradient[at] ?? 0)) / n) }
  }
}

/** Rows as columns of numbers, which a processor goes through fastest. */
type Columns = {
  readonly rows: number
  readonly frequency: Uint32Array
  readonly recencyDays: Uint32Array
  readonly ageDays: Uint32Array
  readonly count: Float64Array
  readonly frequencyMax: number
  readonly ageMaxDays: number
}

function columnsOf(rows: readonly CountedTiming[]): Columns {
  const highest = (of: (row: CountedTiming) => number) => rows.reduce((max, row) => Math.max(max, of(row)), 0)
  return {
    rows: rows.length,
    frequency: Uint32Array.from(rows, (row) => row.frequency),
    recencyDays: Uint32Array.from(rows, (row) => row.recencyDays),
    ageDays: Uint32Array.from(rows, (row) => row.ageDays),
    count: Float64Array.from(rows, (row) => row.count),
    frequencyMax: highest((row) => row.frequency),
    ageMaxDays: highest((row) => row.ageDays),
  }
}

/**
 * The log-likelihood and its derivatives by r, alpha, a and b. What depends on x alone, or on one time alone, is looked
 * up: the ratios of gamma functions are sums over the x purchases, which keeps all their digits.
 */
function likelihood(columns: Columns, model: BgNbd): Slope {
  const { r, alpha, a, b } = model
  const { frequency, recencyDays, ageDays, count } = columns
  const byX = frequencyTables(model, columns.frequencyMax)
  const times = Float64Array.from({ length: columns.ageMaxDays + 1 }, (_, days) => alpha + days / daysPerWeek)
  const logTimes = times.map(Math.log)
  const logAlpha = Math.log(alpha)
  const logA = Math.log(a)
  let [value, byR, byAlpha, byA, byB] = [0, 0, 0, 0, 0]
  for (let row = 0; row < columns.rows; row++) {
    const x = frequency[row] ?? 0
    const weight = count[row] ?? 0
    const [age, recency] = [ageDays[row] ?? 0, recencyDays[row] ?? 0]
    const [logAge, logRecency] = [logTimes[age] ?? 0, logTimes[recency] ?? 0]
    // The logit of having left, and ln(1 + e^odds), which cannot overflow so.
    const odds = x === 0 ? -Infinity : logA - Math.log(b + x - 1) + (r + x) * (logAge - logRecency)
    const small = Math.exp(-Math.abs(odds))
    const gone = (odds > 0 ? 1 : small) / (1 + small)
    const softplus = Math.max(odds, 0) + Math.log1p(small)
    value += weight * ((byX.value[x] ?? 0) + r * logAlpha - (r + x) * logAge + softplus)
    byR += weight * ((byX.byR[x] ?? 0) + logAlpha - (1 - gone) * logAge - gone * logRecency)
    byAlpha += weight * (r / alpha - (r + x) * ((1 - gone) / (times[age] ?? 1) + gone / (times[recency] ?? 1)))
    byA += weight * ((byX.byA[x] ?? 0) + gone / a)
    byB += weight * ((byX.byB[x] ?? 0) - (x === 0 ? 0 : gone / (b + x - 1)))
  }
  return { value, gradient: [byR, byAlpha, byA, byB] }
}

/** For each x: ln Γ(r+x)/Γ(r) + ln Γ(a+b)Γ(b+x)/(Γ(b)Γ(a+b+x)), and its derivatives. */
function frequencyTables({ r, a, b }: BgNbd, frequencyMax: number) {
  const [value, byR, byA, byB] = [0, 1, 2, 3].map(() => new Float64Array(frequencyMax + 1)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  for (let x = 0; x < frequencyMax; x++) {
    value[x + 1] = (value[x] ?? 0) + Math.log(r + x) - Math.log1p(a / (b + x))
    byR[x + 1] = (byR[x] ?? 0) + 1 / (r + x)
    byA[x + 1] = (byA[x] ?? 0) - 1 / (a + b + x)
    byB[x + 1] = (byB[x] ?? 0) + 1 / (b + x) - 1 / (a + b + x)
  }
  return { value, byR, byA, byB }
}
