import { expect, test } from 'vitest'
import { isWatched, lowSkus } from '../../../domain/catalog/low-stock.ts'
import { skuId } from '../shared/ids.ts'

const sku = (number: number, lowStockAt?: number) => ({
  skuId: skuId(number),
  options: { size: `${number}` },
  priceFen: 100,
  ...(lowStockAt === undefined ? {} : { lowStockAt }),
})

test.each([
  ['on_sale', [sku(1), sku(2, 0)], true],
  ['on_sale', [sku(1)], false],
  ['draft', [sku(1, 5)], false],
  ['off_shelf', [sku(1, 5)], false],
] as const)('a product that is %s is watched where a variant says when it is low', (status, skus, expected) => {
  expect(isWatched({ status, skus: [...skus] })).toBe(expected)
})

test('a variant is low from its own number of units on hand down, whatever unpaid orders hold', () => {
  const skus = [sku(1, 3), sku(2, 3), sku(3, 0), sku(4, 0), sku(5)]
  const stocks = new Map([4, 3, 1, 0, 0].map((onHand, at) => [skuId(at + 1), { onHand, held: 7 }] as const))
  expect(lowSkus({ skus }, stocks)).toEqual([
    { skuId: skuId(2), options: { size: '2' }, lowStockAt: 3, onHand: 3, held: 7 },
    { skuId: skuId(4), options: { size: '4' }, lowStockAt: 0, onHand: 0, held: 7 },
  ])
})
