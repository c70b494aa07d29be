import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { cellParts, type Figure } from '../../../domain/repurchase/contributions.ts'
import { summarise } from '../../../domain/repurchase/summary.ts'
import { rebuildCells, rebuildHistories } from '../../../functions/repurchase/rebuild.ts'
import { purchase, shopId } from './purchases.ts'

// The CDNOW sample of Fader and Hardie, and its figures as an independent program computed them. The data lie beside the
// project and are no part of it.
const file = (name: string) => fileURLToPath(new URL(`../../../../shared/data/${name}`, import.meta.url))
const isThere = existsSync(file('cdnow_sample.csv'))

const Expected = z.object({
  repurchase: z.object({
    customers: z.int(),
    orders: z.int(),
    purchase_days: z.int(),
    repeat_customers_by_order: z.int(),
    repurchase_rate_by_order: z.number(),
    repeat_customers_by_day: z.int(),
    repurchase_rate_by_day: z.number(),
  }),
  second_purchase: z.object({
    days_by_day: z.object({ n: z.int(), mean: z.number(), p25: z.number(), median: z.number(), p75: z.number() }),
  }),
  months: z.record(z.string(), z.object({ amount: z.string().or(z.number()) })),
})

type Row = { readonly customer: number; readonly day: string; readonly amountFen: number }

function readRows(): Row[] {
  const [, ...lines] = readFileSync(file('cdnow_sample.csv'), 'utf8').trim().split('\n')
  return lines.map((line) => {
    const [, customer, , , amount, day = ''] = line.split(',')
    return { customer: Number(customer), day, amountFen: Math.round(Number(amount) * 100) }
  })
}

function summaryOf(rows: readonly Row[]) {
  const events = rows.map(({ customer, day, amountFen }, at) =>
    purchase({ order: at + 1, customer, day, netPaidFen: amountFen }),
  )
  const cells = rebuildCells(rebuildHistories(events)).get(shopId()) ?? new Map()
  return summarise(
    new Map([...cells].map(([cell, value]): [Figure, number] => [cellParts(cell).figure, value])),
    '1998-06-30',
  )
}

describe.skipIf(!isThere)(
  `the CDNOW sample${isThere ? '' : ' (not run: ../shared/data/cdnow_sample.csv is not there)'}`,
  () => {
    const load = () => Expected.parse(JSON.parse(readFileSync(file('cdnow_sample.expected.json'), 'utf8')))

    test('gives the figures of an independent program, which counts an order sold for nothing as a purchase', () => {
      const { repurchase, second_purchase, months } = load()
      const rows = readRows()
      // With one fen paid they count here too, and the amount says how many they were.
      const summary = summaryOf(rows.map((row) => ({ ...row, amountFen: Math.max(row.amountFen, 1) })))
      const soldForNothing = rows.filter((row) => row.amountFen === 0).length
      const amountFen = Object.values(months).reduce((sum, month) => sum + Math.round(Number(month.amount) * 100), 0)
      expect(summary).toMatchObject({
        customers: repurchase.customers,
        orders: repurchase.orders,
        purchaseDays: repurchase.purchase_days,
        amountFen: amountFen + soldForNothing,
        repeatCustomersByOrder: repurchase.repeat_customers_by_order,
        repeatCustomersByDay: repurchase.repeat_customers_by_day,
      })
      expect(summary.repurchaseRateByOrder).toBeCloseTo(repurchase.repurchase_rate_by_order, 6)
      expect(summary.repurchaseRateByDay).toBeCloseTo(repurchase.repurchase_rate_by_day, 6)
      const { n, ...days } = second_purchase.days_by_day
      expect(summary.secondPurchase.n).toBe(n)
      for (const key of ['mean', 'p25', 'median', 'p75'] as const)
        expect(summary.secondPurchase[key]).toBeCloseTo(days[key], 6)
    })

    test('has eight customers fewer where only what was paid for is a purchase, and as many who came back', () => {
      const { repurchase, second_purchase } = load()
      expect(summaryOf(readRows())).toMatchObject({
        customers: repurchase.customers - 8,
        orders: repurchase.orders - 8,
        purchaseDays: repurchase.purchase_days - 8,
        repeatCustomersByOrder: repurchase.repeat_customers_by_order,
        repeatCustomersByDay: repurchase.repeat_customers_by_day,
        secondPurchase: { n: second_purchase.days_by_day.n, median: second_purchase.days_by_day.median },
      })
    })
  },
)
