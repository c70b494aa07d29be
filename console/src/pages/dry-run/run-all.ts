import { call, type Input, type Reply } from '../../api/call.ts'

export type Terms = Input<'dry-run-commission'>['body']
type Answer = Reply<'dry-run-commission'>
export type Outcome = Omit<Answer, 'cursor'>

/** Replays all orders, part by part; the sums of the parts add up. @throws ApiError */
export async function runAll(shopId: string, body: Terms): Promise<Outcome> {
  let { cursor, ...sum } = await call('dry-run-commission', { path: { shopId }, query: {}, body })
  while (cursor !== undefined) {
    const part = await call('dry-run-commission', { path: { shopId }, query: { cursor }, body })
    sum = addOutcomes(sum, part)
    cursor = part.cursor
  }
  return sum
}

function addOutcomes(a: Outcome, b: Outcome): Outcome {
  const second = a.second && b.second ? addCompared(a.second, b.second) : (a.second ?? b.second)
  return { from: a.from, ...addCompared(a, b), ...(second ? { second } : {}) }
}

function addCompared(a: Compared, b: Compared): Compared {
  const byReferrer = new Map(a.referrers.map((row) => [row.referrerId, row]))
  for (const row of b.referrers) {
    const before = byReferrer.get(row.referrerId)
    byReferrer.set(row.referrerId, before ? { ...row, ...addFigures(before, row) } : row)
  }
  return { ...addFigures(a, b), referrers: [...byReferrer.values()] }
}

/** Of referrers, or of those who introduced them. */
export type Compared = NonNullable<Outcome['second']>
type Figures = Pick<Outcome, 'orders' | 'earnedFen' | 'wouldEarnFen' | 'differenceFen'>

const addFigures = (a: Figures, b: Figures): Figures => ({
  orders: a.orders + b.orders,
  earnedFen: a.earnedFen + b.earnedFen,
  wouldEarnFen: a.wouldEarnFen + b.wouldEarnFen,
  differenceFen: a.differenceFen + b.differenceFen,
})
