import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { productFigures, scopeFigures } from '../../../domain/repurchase/figures.ts'
import { noPurchases, type PurchaseHistory, record } from '../../../domain/repurchase/history.ts'
import { totalsOf } from '../../../domain/repurchase/series.ts'
import { imported, seriesFrom, shopId } from './purchases.ts'

// The CDNOW sample of Fader and Hardie, and its figures as an independent program computed them. The data lie beside the
// project and are no part of it.
const file = (name: string) => fileURLToPath(new URL(`../../../../shared/data/${name}`, import.meta.url))
const isThere = existsSync(file('cdnow_sample.csv'))
const asOf = '1998-06-30'

const Window = z.object({
  within_all: z.int(),
  rate_all: z.number(),
  eligible: z.int(),
  within_eligible: z.int(),
  rate_eligible: z.number(),
})
const Month = z.object({
  orders: z.int(),
  amount: z.string().or(z.number()),
  customers: z.int(),
  new: z.int(),
  active_prev_month: z.int(),
  returned_after_gap: z.int(),
  inactive: z.int(),
  repeat_in_month_by_order: z.int(),
  repeat_in_month_by_day: z.int(),
  bought_next_month: z.int().nullable(),
  shopify_returning: z.int(),
})
const Expected = z.object({
  repurchase: z.object({
    customers: z.int(),
    orders: z.int(),
    purchase_days: z.int(),
    repeat_customers_by_order: z.int(),
    repurchase_rate_by_order: z.number(),
    repeat_customers_by_day: z.int(),
    repurchase_rate_by_day: z.number(),
    customers_by_orders_10plus: z.record(z.string(), z.int()),
    customers_by_days_10plus: z.record(z.string(), z.int()),
  }),
  second_purchase: z.object({
    days_by_day: z.object({ n: z.int(), mean: z.number(), p25: z.number(), median: z.number(), p75: z.number() }),
    windows_by_day: z.record(z.string(), Window),
  }),
  intervals: z.object({ between_days: z.object({ n: z.int(), median: z.number() }) }),
  cohorts_monthly: z.record(
    z.string(),
    z.object({ size: z.int(), active: z.array(z.int()), ever_back_by: z.array(z.int()) }),
  ),
  months: z.record(z.string(), Month),
})

const load = () => Expected.parse(JSON.parse(readFileSync(file('cdnow_sample.expected.json'), 'utf8')))

function readHistories(): PurchaseHistory[] {
  const [, ...lines] = readFileSync(file('cdnow_sample.csv'), 'utf8').trim().split('\n')
  const histories = new Map<string, PurchaseHistory>()
  for (const line of lines) {
    const [orderId = '', customer = '', product = '', quantity, amount, day = ''] = line.split(',')
    const netFen = Math.round(Number(amount) * 100)
    const line1 = { productId: product, quantity: Number(quantity), netFen, nonGoods: false }
    const purchase = imported(orderId, day, { netPaidFen: netFen, lines: [line1] })
    const after = record(histories.get(customer) ?? noPurchases(shopId(), customer), purchase)
    if (typeof after !== 'string') histories.set(customer, after)
  }
  return [...histories.values()]
}

const tenAndMore = (histogram: Record<string, number>) => {
  const counts: Record<string, number> = {}
  for (const [k, customers] of Object.entries(histogram)) {
    const key = String(Math.min(Number(k), 10))
    counts[key] = (counts[key] ?? 0) + customers
  }
  return counts
}

describe.skipIf(!isThere)(
  `the CDNOW sample${isThere ? '' : ' (not run: ../shared/data/cdnow_sample.csv is not there)'}`,
  () => {
    const figures = () => scopeFigures(seriesFrom(readHistories(), asOf))

    test('gives the plain figures of an independent program', () => {
      const { repurchase, second_purchase, months } = load()
      const all = figures()
      expect(all).toMatchObject({
        customers: repurchase.customers,
        orders: repurchase.orders,
        purchaseDays: repurchase.purchase_days,
        amountFen: Object.values(months).reduce((sum, month) => sum + Math.round(Number(month.amount) * 100), 0),
        repeatCustomersByOrder: repurchase.repeat_customers_by_order,
        repeatCustomersByDay: repurchase.repeat_customers_by_day,
      })
      expect(all.repurchaseRateByOrder).toBeCloseTo(repurchase.repurchase_rate_by_order, 6)
      expect(all.repurchaseRateByDay).toBeCloseTo(repurchase.repurchase_rate_by_day, 6)
      expect(tenAndMore(all.histogram.byOrders)).toEqual(repurchase.customers_by_orders_10plus)
      expect(tenAndMore(all.histogram.byDays)).toEqual(repurchase.customers_by_days_10plus)
      for (const [key, value] of Object.entries(second_purchase.days_by_day))
        expect(all.secondPurchase[key as keyof typeof all.secondPurchase]).toBeCloseTo(value, 6)
    })

    test('gives its windows, over all and over those whose window is over', () => {
      const all = figures()
      for (const [days, window] of Object.entries(load().second_purchase.windows_by_day)) {
        const found = all.withinDays[days]
        expect(found).toMatchObject({
          within: window.within_all,
          eligible: window.eligible,
          withinEligible: window.within_eligible,
        })
        expect(found?.rateAll).toBeCloseTo(window.rate_all, 6)
        expect(found?.rateEligible).toBeCloseTo(window.rate_eligible, 6)
      }
    })

    test('gives its months and cohorts', () => {
      const { months, cohorts_monthly } = load()
      const all = figures()
      const expected = Object.entries(months).map(([month, of]) => [
        month,
        {
          orders: of.orders,
          amountFen: Math.round(Number(of.amount) * 100),
          customers: of.customers,
          new: of.new,
          activeLastMonth: of.active_prev_month,
          returnedAfterGap: of.returned_after_gap,
          inactive: of.inactive,
          boughtNextMonth: of.bought_next_month,
          repeatCustomersByOrder: of.repeat_in_month_by_order,
          repeatCustomersByDay: of.repeat_in_month_by_day,
          returningCustomers: of.shopify_returning,
        },
      ])
      expect(all.months).toMatchObject(Object.fromEntries(expected))
      expect(Object.keys(all.months)).toEqual(Object.keys(months))
      expect(all.cohorts).toEqual(
        Object.fromEntries(
          Object.entries(cohorts_monthly).map(([month, { size, active, ever_back_by }]) => [
            month,
            { size, active, everBackBy: ever_back_by },
          ]),
        ),
      )
    })

    test('gives the cycle of its only product', () => {
      const { intervals, repurchase } = load()
      const series = seriesFrom(readHistories(), asOf, { kind: 'product', id: 'CD' })
      const { n, median } = intervals.between_days
      const { customers: buyers, repeat_customers_by_day: repeatBuyers } = repurchase
      expect(productFigures('CD', totalsOf(series))).toMatchObject({ buyers, repeatBuyers, cycle: { n, median } })
    })
  },
)
