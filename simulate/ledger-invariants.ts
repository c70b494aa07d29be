import type { Order, PaidOrder } from '../domain/orders/order.ts'
import { type BookedEntry, balanceKinds } from '../domain/referrals/ledger.ts'
import type { OrderCommission } from '../domain/referrals/order-commission.ts'
import type { FullRead } from './full-read.ts'

/** The ledger of commissions adds up: order by order, account by account, and in all. */
export function ledgerViolations(read: FullRead): string[] {
  return [...orderViolations(read), ...statementViolations(read), ...balanceViolations(read)]
}

const isPaid = (order: Order): order is PaidOrder => 'netPaidFen' in order

/** f(sale lines, frozen rates), written down once more from the order itself: each line at the rate frozen on it, whole
 *  fen in all, the remainder stays with the shop. */
function earnedFen({ lines, afterSales, commissionCapFen }: PaidOrder): number {
  const back = afterSales.filter(({ status }) => status === 'refunded').flatMap((each) => each.lines)
  const keptFen = (skuId: string, amountFen: number) =>
    back.reduce((kept, line) => kept - (line.skuId === skuId ? line.amountFen : 0), amountFen)
  const exact = lines.reduce((sum, line) => sum + keptFen(line.skuId, line.amountFen) * line.commissionRateBps, 0)
  return Math.min(commissionCapFen ?? Number.MAX_SAFE_INTEGER, (exact - (exact % 10_000)) / 10_000)
}

/** Of every order the entries sum to f of what is kept, for whom it is credited to and where its life has led it. */
function orderViolations({ orders, entries, commissions }: FullRead): string[] {
  const known = new Map(orders.map(({ state }) => [state.orderId, state]))
  const states = new Map(commissions.map((state) => [state.orderId, state]))
  const violations = commissions
    .filter(({ orderId }) => !known.has(orderId))
    .map((each) => `${each.orderId} is no order`)
  const byOrder = new Map<string, BookedEntry[]>()
  for (const entry of entries) {
    if (!('orderId' in entry)) continue
    if (!states.has(entry.orderId)) violations.push(`${entry.entryId} is of no sale`)
    byOrder.set(entry.orderId, [...(byOrder.get(entry.orderId) ?? []), entry])
  }
  for (const order of known.values()) {
    const state = states.get(order.orderId)
    const dueFen = isPaid(order) ? earnedFen(order) : 0
    if ((state?.accruedFen ?? 0) !== dueFen)
      violations.push(`${state?.accruedFen} fen accrued on ${order.orderId}, ${dueFen} are due`)
    if (state && isPaid(order)) violations.push(...positionViolations(order, state, byOrder.get(order.orderId) ?? []))
  }
  return violations
}

function positionViolations(order: PaidOrder, state: OrderCommission, entries: readonly BookedEntry[]): string[] {
  const isDisputed = entries.some(({ kind }) => kind === 'reattributed')
  const violations =
    isDisputed || state.referrerId === (order.commission?.referrerId ?? null)
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
