import { daysBetween, monthBefore, monthOf } from '../shared/time.ts'
import { type Cells, cellOf, type Figure, platformScope, type Scope, shopScope, withinDays } from './cells.ts'
import { isGuest } from './guest.ts'
import { isKept, isPurchase, type Purchase, type PurchaseHistory, type PurchaseLine } from './history.ts'

/** One figure on one day. */
type Count = readonly [day: string, figure: Figure, value: number]

/**
 * What one customer adds to every stored figure: the definition of them all. A figure of a shop is the sum of this over
 * the histories of its customers, so whatever changes a history changes the figures by `difference`.
 *
 * What was given back counts on no day, whenever it was given back: the figures of a past day are those of the purchases
 * up to it as they are known now. An order of a guest adds to orders, amounts and units, and to nothing that counts people.
 */
export function contributions(history: PurchaseHistory): Cells {
  const counted = history.purchases.filter(isPurchase)
  const cells = new Map<ReturnType<typeof cellOf>, number>()
  const add = (scope: Scope, counts: readonly Count[]) => {
    for (const [day, figure, value] of counts) {
      if (value === 0) continue
      const cell = cellOf(scope, day, figure)
      cells.set(cell, (cells.get(cell) ?? 0) + value)
    }
  }
  const ofGuest = isGuest(history.customerId)
  const counts = ofGuest ? guestCounts(counted) : customerCounts(counted)
  for (const scope of ofGuest ? wholeScopes : customerScopes(history, counted)) add(scope, counts)
  for (const { channel, day, netPaidFen } of counted)
    if (channel !== null)
      add({ kind: 'channel', id: channel }, [
        [day, 'attributedOrders', 1],
        [day, 'attributedFen', netPaidFen],
      ])
  for (const [productId, bought] of byProduct(counted)) {
    const ofProduct = { kind: 'product', id: productId } as const
    add(ofProduct, soldCounts(bought))
    if (!ofGuest) add(ofProduct, buyerCounts(bought))
  }
  return cells
}

/** Scopes that everything sold counts in. */
const wholeScopes: readonly Scope[] = [shopScope, platformScope]

/**
 * The scopes that all purchases of a customer count in. The channel is that of the first purchase. The introducer is the
 * one whom the first order that knows of one names, be it refunded since or not: an introduction does not depend on
 * what was bought.
 */
function customerScopes({ purchases }: PurchaseHistory, counted: readonly Purchase[]): Scope[] {
  const channel = counted[0]?.channel ?? null
  const introducerId = purchases.find((purchase) => purchase.introducerId !== null)?.introducerId ?? null
  return [
    ...wholeScopes,
    ...(channel === null ? [] : [{ kind: 'channel', id: channel } as const]),
    ...(introducerId === null ? [] : [{ kind: 'referrer', id: introducerId } as const]),
  ]
}

const guestCounts = (counted: readonly Purchase[]): Count[] =>
  counted.flatMap(({ day, netPaidFen }): Count[] => [
    [day, 'guestOrders', 1],
    [day, 'amountFen', netPaidFen],
  ])

function customerCounts(counted: readonly Purchase[]): Count[] {
  const [first] = counted
  if (first === undefined) return []
  const days = [...new Set(counted.map(({ day }) => day))]
  return [
    ...counted.map(({ day }, at): Count => [day, `orders.${at + 1}`, 1]),
    ...counted.map(({ day, netPaidFen }): Count => [day, 'amountFen', netPaidFen]),
    ...days.map((day, at): Count => [day, `days.${at + 1}`, 1]),
    ...secondDayCounts(first.day, days[1]),
    ...monthCounts(counted, days),
  ]
}

/** When a customer came back for the first time, by the day of it and by the day of the first purchase. */
function secondDayCounts(first: string, second: string | undefined): Count[] {
  if (second === undefined) return [[first, 'first', 1]]
  const gap = daysBetween(first, second)
  return [
    [first, 'first', 1],
    [second, `gap.${gap}`, 1],
    [second, `back.${monthOf(first)}`, 1],
    ...withinDays.filter((days) => gap <= days).map((days): Count => [first, `within.${days}`, 1]),
  ]
}

/** What a customer is to each month in which there is a purchase. */
function monthCounts(counted: readonly Purchase[], days: readonly string[]): Count[] {
  const cohort = monthOf(days[0] ?? '')
  const secondOrderDay = counted[1]?.day
  const ordersIn = Map.groupBy(counted, ({ day }) => monthOf(day))
  const daysIn = Map.groupBy(days, monthOf)
  return [...daysIn].flatMap(([month, [firstDay = '', secondDay]]): Count[] => {
    const counts: Count[] = [[firstDay, `cohort.${cohort}`, 1]]
    if (daysIn.has(monthBefore(month))) counts.push([firstDay, 'activeLastMonth', 1])
    if (secondDay !== undefined) counts.push([secondDay, 'repeatInMonthByDay', 1])
    const secondOrder = ordersIn.get(month)?.[1]
    if (secondOrder !== undefined) counts.push([secondOrder.day, 'repeatInMonthByOrder', 1])
    if (secondOrderDay !== undefined && monthOf(secondOrderDay) <= month)
      counts.push([secondOrderDay > firstDay ? secondOrderDay : firstDay, 'returning', 1])
    return counts
  })
}

type Bought = PurchaseLine & { readonly day: string }

function byProduct(counted: readonly Purchase[]): Map<string, Bought[]> {
  const lines = counted.flatMap((purchase) =>
    purchase.lines
      .filter((line) => !line.nonGoods && isKept(line, purchase))
      .map((line) => ({ ...line, day: purchase.day })),
  )
  return Map.groupBy(lines, ({ productId }) => productId)
}

const soldCounts = (bought: readonly Bought[]): Count[] =>
  bought.flatMap(({ day, quantity, netFen }): Count[] => [
    [day, 'units', quantity],
    [day, 'amountFen', netFen],
  ])

/** Buyers of a product, those who bought it again, and after how many days each time. */
function buyerCounts(bought: readonly Bought[]): Count[] {
  const days = [...new Set(bought.map(({ day }) => day))]
  return [
    ...days.slice(0, 2).map((day, at): Count => [day, `days.${at + 1}`, 1]),
    ...days.slice(1).map((day, at): Count => [day, `gap.${daysBetween(days[at] ?? day, day)}`, 1]),
  ]
}
