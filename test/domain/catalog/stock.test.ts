import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  applyStockChange,
  assertStockAddsUp,
  changeStock,
  moveQuantityMax,
  moveStock,
  noStock,
  receivedMax,
  Stock,
  type StockChangeKind,
  StockMove,
} from '../../../domain/catalog/stock.ts'
import { productId, shopId, skuId, stockMoveId } from '../shared/ids.ts'

const of = { shopId: shopId(), productId: productId(), skuId: skuId() }
const counters = { received: 22, writtenOff: 2, onHand: 9, held: 6, sold: 5 }
const stock: Stock = { ...of, ...counters }
const change = (kind: StockChangeKind, quantity: number) => changeStock(kind, { ...of, quantity })
const move = (kind: StockMove['kind'], quantity: number): StockMove => ({
  moveId: stockMoveId(),
  skuId: skuId(),
  kind,
  quantity,
  reason: '盘点',
})

test('a new variant has no units at all', () => {
  expect(noStock(of)).toEqual({ ...of, received: 0, writtenOff: 0, onHand: 0, held: 0, sold: 0 })
})

test.each([
  ['receive', { received: 26, onHand: 13 }],
  ['write_off', { writtenOff: 6, onHand: 5 }],
  ['hold', { onHand: 5, held: 10 }],
  ['sell', { held: 2, sold: 9 }],
  ['release', { held: 2, onHand: 13 }],
  ['sell_again', { onHand: 5, sold: 9 }],
  ['take_back', { onHand: 13, sold: 1 }],
] as const)('%s moves four units and leaves the other counters alone', (kind, moved) => {
  expect(applyStockChange(stock, change(kind, 4))).toEqual({ ...stock, ...moved })
})

test.each([
  ['write_off', 'onHand'],
  ['hold', 'onHand'],
  ['sell', 'held'],
  ['release', 'held'],
  ['sell_again', 'onHand'],
  ['take_back', 'sold'],
] as const)('%s takes the last unit of %s and not one more', (kind, source) => {
  const all = stock[source]
  expect(change(kind, all).needs).toEqual({ counter: source, atLeast: all })
  expect(applyStockChange(stock, change(kind, all))?.[source]).toBe(0)
  expect(applyStockChange(stock, change(kind, all + 1))).toBeUndefined()
})

test('receiving needs nothing to be there', () => {
  expect(change('receive', 1).needs).toBeUndefined()
})

test.each([0, -1, 0.5, Number.NaN])('stock never moves by %d units', (quantity) => {
  expect(() => change('receive', quantity)).toThrow('whole units')
})

test.each([
  ['a unit that came from nowhere', { onHand: 10 }],
  ['a unit that is lost', { held: 5 }],
  ['less than nothing', { onHand: -1, held: 16 }],
])('counters with %s are a broken invariant', (_, wrong) => {
  expect(() => assertStockAddsUp(stock)).not.toThrow()
  expect(() => assertStockAddsUp({ ...stock, ...wrong })).toThrow('Broken invariant')
})

test('an owner brings units in and writes off what is on hand', () => {
  expect(moveStock(stock, move('receive', 5))).toEqual({ ok: true, change: change('receive', 5) })
  expect(moveStock(stock, move('write_off', 9))).toEqual({ ok: true, change: change('write_off', 9) })
})

test('refuses to write off units that are not on hand: held ones belong to buyers', () => {
  expect(moveStock(stock, move('write_off', 10))).toEqual({
    ok: false,
    refusal: { code: 'insufficient_stock', field: 'body.quantity' },
  })
})

test('a move is decided by what it takes, also on counters that were read one after the other', () => {
  const torn = { ...stock, held: stock.held + 1 }
  expect(moveStock(torn, move('receive', 5)).ok).toBe(true)
  expect(moveStock(torn, move('write_off', 9)).ok).toBe(true)
  expect(moveStock(torn, move('write_off', 10)).ok).toBe(false)
})

test('refuses more units than a variant can ever receive, and takes the last that it can', () => {
  const full = { ...noStock(of), received: receivedMax - 1, onHand: receivedMax - 1 }
  expect(moveStock(full, move('receive', 1)).ok).toBe(true)
  expect(moveStock(full, move('receive', 2))).toEqual({
    ok: false,
    refusal: { code: 'stock_limit', field: 'body.quantity' },
  })
  expect(moveStock(full, move('write_off', 2)).ok).toBe(true)
})

test.each([
  ['no units', { quantity: 0 }],
  ['units below nothing', { quantity: -3 }],
  ['too many units', { quantity: moveQuantityMax + 1 }],
  ['no reason', { reason: ' ' }],
  ['a kind that only orders have', { kind: 'hold' }],
])('a move with %s is refused', (_, wrong) => {
  expect(StockMove.safeParse(move('receive', moveQuantityMax)).success).toBe(true)
  expect(StockMove.safeParse({ ...move('receive', 1), ...wrong }).success).toBe(false)
})

test('whatever happens to a stock, it adds up, is never negative and refuses only what is not there', () => {
  const kind = fc.constantFrom<StockChangeKind>('receive', 'write_off', 'hold', 'sell', 'release', 'sell_again')
  fc.assert(
    fc.property(fc.array(fc.tuple(kind, fc.integer({ min: 1, max: 9 })), { maxLength: 60 }), (history) => {
      let current = noStock(of)
      for (const [what, quantity] of history) {
        const { needs } = change(what, quantity)
        const after = applyStockChange(current, change(what, quantity))
        expect(after === undefined).toBe(needs !== undefined && current[needs.counter] < quantity)
        if (!after) continue
        const { received, writtenOff, onHand, held, sold } = Stock.parse(after)
        expect(onHand + held + sold).toBe(received - writtenOff)
        current = after
      }
    }),
  )
})
