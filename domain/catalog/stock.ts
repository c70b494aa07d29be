import * as z from 'zod'
import { assert, type Refusal, refused } from '../shared/decision.ts'
import { ProductId, ShopId, SkuId, StockMoveId } from '../shared/ids.ts'
import { lineOfText } from '../shared/text.ts'

/** Units that one move may bring or take; a typing slip of three digits stays a slip. */
export const moveQuantityMax = 1_000_000

const Count = z.int().min(0)

/**
 * Units of one variant. Always: onHand + held + sold = received − writtenOff, and nothing is negative.
 * onHand: free to be bought; held: in orders that await payment; sold: in orders that were paid.
 */
export const Stock = z.object({
  shopId: ShopId,
  productId: ProductId,
  skuId: SkuId,
  received: Count,
  writtenOff: Count,
  onHand: Count,
  held: Count,
  sold: Count,
})
export type Stock = z.infer<typeof Stock>
export type StockCounter = 'received' | 'writtenOff' | 'onHand' | 'held' | 'sold'

export const noStock = (of: Pick<Stock, 'shopId' | 'productId' | 'skuId'>): Stock => ({
  ...of,
  received: 0,
  writtenOff: 0,
  onHand: 0,
  held: 0,
  sold: 0,
})

/** What the owner did to the stock, and why. Kept for ever. */
export const StockMove = z.strictObject({
  moveId: StockMoveId,
  skuId: SkuId,
  kind: z.enum(['receive', 'write_off']),
  quantity: z.int().min(1).max(moveQuantityMax),
  reason: lineOfText.min(1).max(100),
})
export type StockMove = z.infer<typeof StockMove>

/**
 * How counters change, and the counter that must hold at least that many units before. Every change keeps the sum:
 * what leaves one counter arrives at another.
 */
export type StockChange = {
  readonly skuId: SkuId
  readonly productId: ProductId
  readonly add: Readonly<Partial<Record<StockCounter, number>>>
  readonly needs?: { readonly counter: StockCounter; readonly atLeast: number }
}
type Units = { readonly skuId: SkuId; readonly productId: ProductId; readonly quantity: number }

/** The only ways in which stock changes: one row each. */
const changes = {
  receive: { to: ['received', 'onHand'], from: [] },
  write_off: { to: ['writtenOff'], from: ['onHand'] },
  /** An order is placed. */
  hold: { to: ['held'], from: ['onHand'] },
  /** It is paid. */
  sell: { to: ['sold'], from: ['held'] },
  /** It is cancelled. */
  release: { to: ['onHand'], from: ['held'] },
  /** It is paid after it was cancelled, and the units are still there. */
  sell_again: { to: ['sold'], from: ['onHand'] },
  /** Sold units come back, or never left. */
  take_back: { to: ['onHand'], from: ['sold'] },
} as const satisfies Record<string, { to: readonly StockCounter[]; from: readonly StockCounter[] }>
export type StockChangeKind = keyof typeof changes

export function changeStock(kind: StockChangeKind, { skuId, productId, quantity }: Units): StockChange {
  assert(Number.isSafeInteger(quantity) && quantity > 0, 'stock moves in whole units')
  const { to, from } = changes[kind]
  const add = Object.fromEntries([
    ...to.map((counter) => [counter, quantity]),
    ...from.map((counter) => [counter, -quantity]),
  ]) as StockChange['add']
  const [source] = from
  return source === undefined
    ? { skuId, productId, add }
    : { skuId, productId, add, needs: { counter: source, atLeast: quantity } }
}

/** Whether the counters have what a change takes. */
export const hasEnough = (stock: Stock, { needs }: StockChange): boolean =>
  needs === undefined || stock[needs.counter] >= needs.atLeast

/** Applies a change to counters read, refusing what is not there. */
export function applyStockChange(stock: Stock, change: StockChange): Stock | undefined {
  if (!hasEnough(stock, change)) return undefined
  const after = { ...stock }
  for (const [counter, units] of Object.entries(change.add)) after[counter as StockCounter] += units
  assertStockAddsUp(after)
  return after
}

/** No unit is lost and none came from nowhere. */
export const isAddedUp = ({ received, writtenOff, onHand, held, sold }: Stock): boolean =>
  onHand + held + sold === received - writtenOff

/** The invariant of stock. */
export function assertStockAddsUp(stock: Stock): void {
  const { received, writtenOff, onHand, held, sold } = stock
  assert(isAddedUp(stock), `stock of ${stock.skuId} adds up`)
  assert(Math.min(received, writtenOff, onHand, held, sold) >= 0, `stock of ${stock.skuId} is not negative`)
}

export type StockRefusal = Refusal<'stock_move_id_reused' | 'sku_not_found' | 'insufficient_stock' | 'stock_limit'>

/** Units of one variant that may ever be received: counters stay far inside the safe integers. */
export const receivedMax = 1_000_000_000

/**
 * An owner's move of stock. Refuses to write off what is not on hand. The counters need not be of one moment: those of
 * spread stock are not, while it is bought.
 */
export function moveStock(stock: Stock, move: StockMove) {
  if (move.kind === 'receive' && stock.received + move.quantity > receivedMax)
    return refused('stock_limit', 'body.quantity')
  const change = changeStock(move.kind, { ...move, productId: stock.productId })
  if (!hasEnough(stock, change)) return refused('insufficient_stock', 'body.quantity')
  return { ok: true, change } as const
}
