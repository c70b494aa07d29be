import { type Fit, fitRepeatCustomersMin, logParameterBound, thin } from './fit.ts'
import { digamma, logGamma } from './log-gamma.ts'
import { minimiseFrom, type Slope, type SlopeAt } from './minimise.ts'
import type { CustomerPurchases } from './purchase-timing.ts'

/**
 * The parameters of the gamma-gamma model of spend: what a purchase day brings is gamma distributed around a customer’s
 * own mean, with shape `p`, and its rate is gamma distributed over customers with shape `q` and rate `v`, in yuan.
 * Source: Fader, Hardie and Lee 2005, "RFM and CLV"; Fader and Hardie 2013, "The Gamma-Gamma Model of Monetary Value".
 */
export type GammaGamma = { readonly p: number; readonly q: number; readonly v: number }

export type FittedGammaGamma = GammaGamma & {
  readonly logLikelihood: number
  /** Customers it was fitted to: those who came back and paid. */
  readonly n: number
  readonly converged: boolean
}

/** What a customer spent on the purchase days after the first. */
export type RepeatSpend = { readonly frequency: number; readonly amountFen: number }

const fenPerYuan = 100

export function repeatSpendOf({ purchaseDays }: Pick<CustomerPurchases, 'purchaseDays'>): RepeatSpend {
  const [, ...repeats] = purchaseDays
  return { frequency: repeats.length, amountFen: repeats.reduce((sum, { amountFen }) => sum + amountFen, 0) }
}

/** Fits the model to those who came back by maximum likelihood; who paid nothing then is left out. Any order will do. */
export function fitGammaGamma(spends: Iterable<RepeatSpend>): Fit<FittedGammaGamma> {
  const rows = [...spends]
    .filter(({ frequency, amountFen }) => frequency > 0 && amountFen > 0)
    .sort((one, other) => one.frequency - other.frequency || one.amountFen - other.amountFen)
  const [n, min] = [rows.length, fitRepeatCustomersMin]
  if (n < min) return { ok: false, reason: 'too_few_repeat_customers', n, min }
  // Fitted in units of the mean, so that the scale of v is the same in every shop.
  const meanYuan = rows.reduce((sum, row) => sum + meanYuanOf(row), 0) / n
  const slopes = (of: readonly RepeatSpend[]) => meanSlopes(columnsOf(of, meanYuan))
  const best = minimiseFrom(starts, slopes(thin(rows)), slopes(rows), logParameterBound)
  const [p = 0, q = 0, v = 0] = best.point.map(Math.exp)
  const logLikelihood = -n * (best.value + Math.log(meanYuan))
  return { ok: true, model: { p, q, v: v * meanYuan, logLikelihood, n, converged: best.converged } }
}

/** Log-likelihood of the spends under the model; of who came back and paid only. */
export function gammaGammaLogLikelihood(model: GammaGamma, spends: readonly RepeatSpend[]): number {
  const rows = spends.filter(({ frequency, amountFen }) => frequency > 0 && amountFen > 0)
  return likelihood(columnsOf(rows, 1), model).value
}

/** What a purchase day of any customer brings on average, in fen. Null where the model has no mean: q at most 1. */
export const populationSpendFen = ({ p, q, v }: GammaGamma): number | null =>
  q > 1 ? ((p * v) / (q - 1)) * fenPerYuan : null

/** What a purchase day of this customer may bring, in fen, not rounded; the mean of all for who has not come back yet. */
export function expectedSpendFen(model: GammaGamma, { frequency, amountFen }: RepeatSpend): number | null {
  if (frequency === 0) return populationSpendFen(model)
  const { p, q, v } = model
  const divisor = p * frequency + q - 1
  return divisor > 0 ? (p * (v * fenPerYuan + amountFen)) / divisor : null
}

const meanYuanOf = ({ frequency, amountFen }: RepeatSpend) => amountFen / fenPerYuan / frequency

const starts = [
  [2, 3, 2],
  [1, 1.5, 0.5],
  [6, 4, 0.5],
  [20, 10, 0.5],
].map((start) => start.map(Math.log))

type Columns = { readonly frequency: Uint32Array; readonly total: Float64Array; readonly logMean: number }

/** Rows as columns; totals in units of `unitYuan`. `logMean` is the sum of the logs of the customers’ means. */
function columnsOf(rows: readonly RepeatSpend[], unitYuan: number): Columns {
  return {
    frequency: Uint32Array.from(rows, (row) => row.frequency),
    total: Float64Array.from(rows, (row) => row.amountFen / fenPerYuan / unitYuan),
    logMean: rows.reduce((sum, row) => sum + Math.log(meanYuanOf(row) / unitYuan), 0),
  }
}

function meanSlopes(columns: Columns): SlopeAt {
  const n = columns.frequency.length
  return (logs) => {
    const [p = 0, q = 0, v = 0] = logs.map(Math.exp)
    const { value, gradient } = likelihood(columns, { p, q, v })
    return { value: -value / n, gradient: [p, q, v].map((each, at) => (-each * (gradient[at] ?? 0)) / n) }
  }
}

/** The log-likelihood and its derivatives by p, q and v. The gamma functions are taken once for each x. */
function likelihood({ frequency, total, logMean }: Columns, { p, q, v }: GammaGamma): Slope {
  const gammas = new Map<number, readonly [number, number, number]>()
  const [logGammaQ, digammaQ] = [logGamma(q), digamma(q)]
  let [value, byP, byQ, byV] = [-logMean, 0, 0, 0]
  for (let row = 0; row < frequency.length; row++) {
    const x = frequency[row] ?? 0
    const spent = total[row] ?? 0
    const known = gammas.get(x) ?? gammasOf(p * x, q)
    gammas.set(x, known)
    const [logRatio, digammaSum, digammaPx] = known
    const logSpentPart = -Math.log1p(v / spent)
    const logRestPart = -Math.log1p(spent / v)
    value += logRatio - logGammaQ + p * x * logSpentPart + q * logRestPart
    byP += x * (digammaSum - digammaPx + logSpentPart)
    byQ += digammaSum - digammaQ + logRestPart
    byV += q / v - (p * x + q) / (v + spent)
  }
  return { value, gradient: [byP, byQ, byV] }
}

const gammasOf = (px: number, q: number) => [logGamma(px + q) - logGamma(px), digamma(px + q), digamma(px)] as const
