import { describe, expect, test } from 'vitest'
import { noPurchases, type Purchase, type PurchaseLine } from '../../../../domain/repurchase/history.ts'
import { customerPurchasesOf, productDaysOf } from '../../../../domain/repurchase/prediction/from-history.ts'
import { shopId } from '../purchases.ts'

let number = 0
function bought(day: string, netPaidFen: number, lines: Partial<PurchaseLine>[] = [], more: Partial<Purchase> = {}) {
  number += 1
  const whole = lines.map((line) => ({ productId: 'tea', quantity: 1, netFen: netPaidFen, nonGoods: false, ...line }))
  const none = { at: null, channel: null, referrerId: null, introducerId: null, excluded: false, imported: false }
  return { ...none, orderId: `order ${number}`, eventNumber: 1, day, netPaidFen, lines: whole, ...more }
}
const historyOf = (...purchases: Purchase[]) => ({ ...noPurchases(shopId(), 'somebody'), purchases })
const asOf = '2026-06-30'

describe('purchases of a history', () => {
  test('are its days with their net amounts, and its orders, up to the day', () => {
    const history = historyOf(
      bought('2026-06-01', 100),
      bought('2026-06-01', 50),
      bought('2026-06-30', 7),
      bought('2026-07-01', 1_000),
    )
    expect(customerPurchasesOf(history, asOf)).toEqual({
      customerId: 'somebody',
      purchaseDays: [
        { day: '2026-06-01', amountFen: 150 },
        { day: '2026-06-30', amountFen: 7 },
      ],
      orders: 3,
    })
  })

  test('are none where everything came back, was the shop’s own, or is later', () => {
    const own = bought('2026-06-01', 100, [], { excluded: true })
    expect(customerPurchasesOf(historyOf(bought('2026-06-01', 0), own, bought('2026-07-01', 9)), asOf)).toBeUndefined()
  })

  test('are of the shop’s past also what cost nothing', () => {
    const gift = bought('2026-06-01', 0, [{}], { imported: true })
    expect(customerPurchasesOf(historyOf(gift), asOf)?.purchaseDays).toEqual([{ day: '2026-06-01', amountFen: 0 }])
  })
})

describe('days of a product', () => {
  test('have the quantity of all orders of the day; what came back and postage are left out', () => {
    const postage = { productId: 'postage', nonGoods: true }
    const history = historyOf(
      bought('2026-06-01', 100, [{ quantity: 2 }, postage, { productId: 'cup', netFen: 0 }]),
      bought('2026-06-01', 100, [{ quantity: 1 }]),
      bought('2026-06-20', 100, [{ quantity: 0 }, { productId: 'cup' }]),
      bought('2026-07-20', 100, [{}]),
    )
    expect([...productDaysOf(history, asOf)]).toEqual([
      [
        'tea',
        [
          { day: '2026-06-01', quantity: 3 },
          { day: '2026-06-20', quantity: 1 },
        ],
      ],
      ['cup', [{ day: '2026-06-20', quantity: 1 }]],
    ])
  })
})
