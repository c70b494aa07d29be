import { withinDays } from '../../../domain/repurchase/cells.ts'
import { isGuest } from '../../../domain/repurchase/guest.ts'
import { isPurchase, type PurchaseHistory } from '../../../domain/repurchase/history.ts'
import { daysBetween } from '../../../domain/shared/time.ts'

type Customer = { readonly orders: readonly { readonly day: string; readonly netPaidFen: number }[] }

const distinct = (days: readonly string[]) => [...new Set(days)]
const last = (month: string) => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0))
const isOver = (month: string, asOf: string) => last(month).toISOString().slice(0, 10) <= asOf
const next = (month: string) => new Date(last(month).getTime() + 86_400_000).toISOString().slice(0, 7)
const previous = (month: string) => new Date(Date.parse(`${month}-01`) - 86_400_000).toISOString().slice(0, 7)

/** The figures of all customers as of a day, counted from their purchases one by one, without cells. */
export function countAll(histories: readonly PurchaseHistory[], asOf: string) {
  const counted = ({ purchases }: PurchaseHistory) => purchases.filter((each) => isPurchase(each) && each.day <= asOf)
  const guestOrders = histories.filter(({ customerId }) => isGuest(customerId)).flatMap(counted)
  const customers = histories
    .filter(({ customerId }) => !isGuest(customerId))
    .map((history): Customer => ({ orders: counted(history) }))
    .filter(({ orders }) => orders.length > 0)
  const daysOf = ({ orders }: Customer) => distinct(orders.map(({ day }) => day)).sort()
  const firstOf = (customer: Customer) => daysOf(customer)[0] ?? ''
  const gapOf = (customer: Customer) => daysBetween(firstOf(customer), daysOf(customer)[1] ?? '9999-01-01')
  const months: string[] = []
  const first = [...customers.map(firstOf), ...guestOrders.map(({ day }) => day)].sort()[0]?.slice(0, 7)
  if (first) for (let month = first; month <= asOf.slice(0, 7); month = next(month)) months.push(month)
  const activeIn = (month: string) => customers.filter((each) => daysOf(each).some((day) => day.startsWith(month)))
  const monthOf = (month: string) => {
    const active = activeIn(month)
    const before = customers.filter((each) => firstOf(each).slice(0, 7) <= month)
    const isNew = active.filter((each) => firstOf(each).startsWith(month)).length
    const lastMonth = active.filter((each) => daysOf(each).some((day) => day.startsWith(previous(month)))).length
    const inMonth = (each: Customer) => each.orders.filter(({ day }) => day.startsWith(month))
    const ordersOf = [...active.flatMap(inMonth), ...inMonth({ orders: guestOrders })]
    return {
      orders: ordersOf.length,
      amountFen: ordersOf.reduce((sum, { netPaidFen }) => sum + netPaidFen, 0),
      customers: active.length,
      new: isNew,
      activeLastMonth: lastMonth,
      returnedAfterGap: active.length - isNew - lastMonth,
      inactive: before.length - active.length,
      boughtNextMonth: isOver(next(month), asOf)
        ? active.filter((each) => activeIn(next(month)).includes(each)).length
        : null,
      repeatCustomersByOrder: active.filter((each) => inMonth(each).length > 1).length,
      repeatCustomersByDay: active.filter((each) => distinct(inMonth(each).map(({ day }) => day)).length > 1).length,
      returningCustomers: active.filter((each) => each.orders.filter(({ day }) => day.slice(0, 7) <= month).length > 1)
        .length,
    }
  }
  const cohortOf = (cohort: string) => {
    const members = customers.filter((each) => firstOf(each).startsWith(cohort))
    const cells = (count: (month: string) => number) =>
      months.filter((month) => month >= cohort).map((month) => (isOver(month, asOf) ? count(month) : null))
    return {
      size: members.length,
      active: cells((month) => activeIn(month).filter((each) => members.includes(each)).length),
      everBackBy: cells((month) => members.filter((each) => (daysOf(each)[1] ?? '9999').slice(0, 7) <= month).length),
    }
  }
  const windows = withinDays.map((days) => {
    const eligible = customers.filter((each) => daysBetween(firstOf(each), asOf) >= days)
    const isBack = (each: Customer) => gapOf(each) <= days
    return [
      String(days),
      {
        within: customers.filter(isBack).length,
        eligible: eligible.length,
        withinEligible: eligible.filter(isBack).length,
      },
    ] as const
  })
  const histogram = (count: (each: Customer) => number) => {
    const by: Record<string, number> = {}
    for (const each of customers) by[count(each)] = (by[count(each)] ?? 0) + 1
    return by
  }
  const allOrders = [...customers, { orders: guestOrders }].flatMap(({ orders }) => orders)
  return {
    customers: customers.length,
    orders: allOrders.length,
    purchaseDays: customers.flatMap(daysOf).length,
    amountFen: allOrders.reduce((sum, { netPaidFen }) => sum + netPaidFen, 0),
    repeatCustomersByOrder: customers.filter(({ orders }) => orders.length > 1).length,
    repeatCustomersByDay: customers.filter((each) => daysOf(each).length > 1).length,
    secondPurchase: { n: customers.filter((each) => daysOf(each).length > 1).length },
    withinDays: Object.fromEntries(windows),
    histogram: { byOrders: histogram(({ orders }) => orders.length), byDays: histogram((each) => daysOf(each).length) },
    months: Object.fromEntries(months.map((month) => [month, monthOf(month)])),
    cohorts: Object.fromEntries(
      months.flatMap((month) => (cohortOf(month).size === 0 ? [] : [[month, cohortOf(month)] as const])),
    ),
  }
}
