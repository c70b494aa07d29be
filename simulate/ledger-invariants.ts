import { isPaidOrder, type PaidOrder } from '../domain/orders/order.ts'
import { type BookedEntry, balanceKinds } from '../domain/referrals/ledger.ts'
import type { OrderCommission } from '../domain/referrals/order-commission.ts'
import type { FullRead } from './full-read.ts'

/** The ledger of commissions adds up: order by order, account by account, and in all. */
export function ledgerViolations(read: FullRead): string[] {
  return [
    ...orderViolations(read),
    ...secondViolations(read),
    ...holdViolations(read),
    ...statementViolations(read),
    ...balanceViolations(read),
  ]
}

/** What a line earns in all at most. */
const bothRatesMaxBps = 3_000
type Level = OrderCommission['level']

/** f(sale lines, frozen rates), written down once more from the order itself: each line at the rate frozen on it, whole
 *  fen in all, the remainder stays with the shop. The second level has what the direct one leaves. */
function earnedFen(order: PaidOrder, level: Level): number {
  const capFen = order.commissionCapFen ?? Number.MAX_SAFE_INTEGER
  const directFen = Math.min(
    capFen,
    wholeFen(order, (rateBps) => rateBps),
  )
  if (level === undefined) return directFen
  const secondBps = order.commission?.second?.rateBps ?? 0
  const beside = (rateBps: number) => (rateBps === 0 ? 0 : Math.min(secondBps, bothRatesMaxBps - rateBps))
  return Math.min(capFen - directFen, wholeFen(order, beside))
}

function wholeFen({ lines, afterSales }: PaidOrder, rateOf: (lineRateBps: number) => number): number {
  const back = afterSales.filter(({ status }) => status === 'refunded').flatMap((each) => each.lines)
  const keptFen = (skuId: string, amountFen: number) =>
    back.reduce((kept, line) => kept - (line.skuId === skuId ? line.amountFen : 0), amountFen)
  const exact = lines.reduce(
    (sum, line) => sum + keptFen(line.skuId, line.amountFen) * rateOf(line.commissionRateBps),
    0,
  )
  return (exact - (exact % 10_000)) / 10_000
}

/** Of every order the entries sum to f of what is kept, for whom it is credited to and where its life has led it. */
function orderViolations(read: FullRead): string[] {
  return [
    ...earnerViolations(read, read.commissions, undefined),
    ...earnerViolations(read, read.secondCommissions, 'second'),
  ]
}

/** The second level earns where the order's terms say so: the introducer of the direct referrer, and nobody of the sale. */
function secondViolations({ orders, secondCommissions, members }: FullRead): string[] {
  const introducers = new Map(
    members.map(({ state }) => [`${state.shopId} ${state.customerId}`, state.introduction?.introducerId]),
  )
  const terms = new Map(orders.map(({ state }) => [state.orderId, state.commission?.second]))
  const wrong = orders.flatMap(({ state: { orderId, shopId, customerId, commission } }) => {
    if (!commission?.second) return []
    const { referrerId } = commission.second
    const isIntroducer = introducers.get(`${shopId} ${commission.referrerId}`) === referrerId
    const isApart = referrerId !== customerId && referrerId !== commission.referrerId
    return isIntroducer && isApart ? [] : [`${referrerId} is second on ${orderId} and must not be`]
  })
  const untermed = secondCommissions.filter(({ orderId }) => !terms.get(orderId))
  return [...wrong, ...untermed.map(({ orderId }) => `${orderId} has a second level without terms`)]
}

function earnerViolations(
  { orders, entries }: FullRead,
  commissions: readonly OrderCommission[],
  level: Level,
): string[] {
  const known = new Map(orders.map(({ state }) => [state.orderId, state]))
  const states = new Map(commissions.map((state) => [state.orderId, state]))
  const violations = commissions
    .filter(({ orderId }) => !known.has(orderId))
    .map((each) => `${each.orderId} is no order`)
  const byOrder = new Map<string, BookedEntry[]>()
  for (const entry of entries) {
    if (!('orderId' in entry) || entry.level !== level) continue
    if (!states.has(entry.orderId)) violations.push(`${entry.entryId} is of no sale`)
    byOrder.set(entry.orderId, [...(byOrder.get(entry.orderId) ?? []), entry])
  }
  for (const order of known.values()) {
    const state = states.get(order.orderId)
    const dueFen = isPaidOrder(order) ? earnedFen(order, level) : 0
    if ((state?.accruedFen ?? 0) !== dueFen)
      violations.push(`${state?.accruedFen} fen accrued on ${order.orderId}, ${dueFen} are due`)
    if (state && isPaidOrder(order))
      violations.push(...positionViolations(order, state, byOrder.get(order.orderId) ?? []))
  }
  return violations
}

/** Commission is kept back exactly while there is a hold that nobody has decided, and gone for ever where it was forfeited. */
function holdViolations({ commissions, secondCommissions, commissionHolds }: FullRead): string[] {
  const statusOf = new Map(commissionHolds.map(({ orderId, status }) => [orderId, status]))
  return [...commissions, ...secondCommissions].flatMap(({ orderId, hold }) => {
    const status = statusOf.get(orderId) ?? 'cleared'
    return hold === (status === 'cleared' ? 'none' : status) ? [] : [`${orderId} is ${hold}, its hold is ${status}`]
  })
}

function positionViolations(order: PaidOrder, state: OrderCommission, entries: readonly BookedEntry[]): string[] {
  const isDisputed = entries.some(({ kind }) => kind === 'reattributed')
  const terms = state.level === 'second' ? order.commission?.second : order.commission
  const violations =
    isDisputed || state.referrerId === (terms?.referrerId ?? null)
      ? []
      : [`${order.orderId} is credited to ${state.referrerId}, not as it was placed`]
  const due = new Map<string, number>()
  const position = order.status === 'completed' ? 'available' : 'pending'
  if (state.referrerId !== null && state.hold !== 'forfeited') {
    due.set(`${state.hold === 'held' ? 'held' : position} ${state.referrerId}`, state.accruedFen)
    due.set('shop', -state.accruedFen)
  }
  for (const { postings } of entries)
    for (const { account, amountFen } of postings) {
      const name = account.kind === 'shop' ? 'shop' : `${account.kind} ${account.referrerId}`
      due.set(name, (due.get(name) ?? 0) - amountFen)
    }
  for (const [account, fen] of due)
    if (fen !== 0) violations.push(`${account}: ${fen} fen of ${order.orderId} are due beyond what its entries say`)
  return violations
}

/** A referrer's entries are numbered without a gap, each sums to zero, and each says the balances after it. */
function statementViolations({ entries }: FullRead): string[] {
  const statements = Map.groupBy(entries, ({ shopId, referrerId }) => `${shopId} ${referrerId}`)
  return [...statements.values()].flatMap((statement) => {
    const balances = new Map<string, number>(balanceKinds.map((kind) => [kind, 0]))
    return statement
      .toSorted((a, b) => a.number - b.number)
      .flatMap((entry, at) => {
        for (const { account, amountFen } of entry.postings)
          balances.set(account.kind, (balances.get(account.kind) ?? 0) + amountFen)
        const isNumbered = entry.number === at + 1
        const isBalanced = entry.postings.reduce((sum, { amountFen }) => sum + amountFen, 0) === 0
        const isRunning = balanceKinds.every((kind) => entry.balances[`${kind}Fen`] === balances.get(kind))
        return isNumbered && isBalanced && isRunning ? [] : [`${entry.entryId} does not follow from those before it`]
      })
  })
}

/** Balances are the sums of the entries, each referrer's own and the shop's, and all of them sum to zero. */
function balanceViolations({ entries, accounts }: FullRead): string[] {
  const booked = new Map<string, number>()
  const add = (account: string, fen: number) => booked.set(account, (booked.get(account) ?? 0) + fen)
  for (const { shopId, postings } of entries)
    for (const { account, amountFen } of postings)
      add(account.kind === 'shop' ? `shop ${shopId}` : `${account.kind} ${shopId} ${account.referrerId}`, amountFen)
  let sumFen = 0
  for (const account of accounts) {
    add(`shop ${account.shopId}`, -account.shopFen)
    sumFen += account.shopFen
    for (const kind of balanceKinds) {
      const fen = account[`${kind}Fen`]
      sumFen += fen
      if (account.referrerId !== undefined) add(`${kind} ${account.shopId} ${account.referrerId}`, -fen)
    }
  }
  const violations = sumFen === 0 ? [] : [`all accounts sum to ${sumFen} fen`]
  for (const [account, fen] of booked)
    if (fen !== 0) violations.push(`${account}: its entries and its balance differ by ${fen} fen`)
  return violations
}
