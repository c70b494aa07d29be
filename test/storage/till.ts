import {
  changeStock,
  hasEnough,
  type Stock,
  type StockChange,
  type StockChangeKind,
  type StockMove,
} from '../../domain/catalog/stock.ts'
import { type CountedStock, countStock, StockMain, StockShard } from '../../domain/catalog/stock-parts.ts'
import { loadStocksToChange } from '../../functions/catalog/load-stocks.ts'
import { reshardStock } from '../../functions/catalog/reshard-stock.ts'
import { stockWrites } from '../../functions/catalog/stock-parts-store.ts'
import { createStock } from '../../functions/catalog/stock-store.ts'
import { type Committer, commit } from '../../functions/shared/commit.ts'
import type { Item, Key, Write } from '../../functions/shared/storage.ts'
import { isTransient } from '../../simulate/log.ts'
import { orderId, productId, shopId, skuId, stockMoveId } from '../domain/shared/ids.ts'

export type Way = Exclude<StockChangeKind, StockMove['kind']>
type Status = 'none' | 'held' | 'cancelled' | 'sold' | 'back'

/** What an order of the till is before and after each change. */
const steps = {
  hold: ['none', 'held'],
  sell: ['held', 'sold'],
  release: ['held', 'cancelled'],
  sell_again: ['cancelled', 'sold'],
  take_back: ['sold', 'back'],
} as const satisfies Record<Way, readonly [Status, Status]>

export type Till = ReturnType<typeof openTill>

/**
 * The stock of some variants of a shop, moved through the stores as orders and owners move it, with as little beside it as
 * makes each move happen once: the order's status, the move's id. What a fault interrupts is asked for again.
 */
export function openTill(context: Committer, shop: number, variants = 1) {
  const of = { shopId: shopId(shop), productId: productId() }
  const skus = Array.from({ length: variants }, (_, at) => ({ ...of, skuId: skuId(at + 1) }))
  const key = (sk: string): Key => ({ table: 'orders', pk: `TILL#${of.shopId}`, sk })

  const change = (id: string, changes: readonly StockChange[], claim: () => Promise<Write | 'done' | 'not_now'>) =>
    insist(async () => {
      const answer = await commit(context, async () => {
        const claimed = await claim()
        if (typeof claimed === 'string') return { reply: claimed }
        const stocks = await loadStocksToChange(context, of.shopId, changes, id)
        const isEnough = changes.every((each) => {
          const stock = stocks.get(each.skuId)
          return stock && hasEnough(stock, each)
        })
        if (!isEnough) return { reply: 'too_few' as const }
        return { writes: [claimed, ...stockWrites(of.shopId, stocks, changes, id)], reply: 'done' as const }
      })
      if (!answer.ok) throw new Error('Nothing is refused here')
      return answer.reply
    })
  return {
    skus,
    open: () => insist(() => commit(context, async () => ({ writes: await newStocks(), reply: undefined }))),
    /** A step of an order of so many units of every variant. */
    order(number: number, way: Way, quantity: number) {
      const [from, to] = steps[way]
      return change(
        orderId(number),
        skus.map((sku) => changeStock(way, { ...sku, quantity })),
        async () => {
          const item = await context.db.get(key(`ORDER#${number}`))
          if (item?.[to] === true) return 'done'
          if (item && item.status !== from) return 'not_now'
          if (!item && from !== 'none') return 'not_now'
          const guards = item
            ? [{ attribute: 'status', is: '=', value: from } as const]
            : [{ attribute: 'status', is: 'absent' } as const]
          const set = { status: to, [to]: true, quantity }
          return { kind: 'update', name: 'order', key: key(`ORDER#${number}`), set, guards }
        },
      )
    },
    move(number: number, kind: StockMove['kind'], quantity: number, at = 0) {
      const moved = skus.slice(at, at + 1).map((sku) => changeStock(kind, { ...sku, quantity }))
      return change(stockMoveId(number), moved, async () =>
        (await context.db.get(key(`MOVE#${number}`)))
          ? 'done'
          : { kind: 'create', name: 'move', key: key(`MOVE#${number}`), attributes: {} },
      )
    },
    /** Into so many shards; none is the way back. */
    async reshard(shards: number) {
      for (const sku of skus) await insist(() => reshardStock(context, sku, shards))
    },
    key,
  }

  async function newStocks() {
    const writes = skus.map(createStock)
    const first = writes[0] && (await context.db.get(writes[0].key))
    return first ? [] : writes
  }
}

/** Asks again while faults come between: what is not known to have happened is asked for once more. */
async function insist<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!isTransient(error)) throw error
    }
  }
}

/** Counters of a shop's variants from a reading of the whole table at one moment; throws for what has not its shape. */
export function countAll(catalog: Iterable<Item>, shop: number): CountedStock[] {
  const items = [...catalog].filter(({ pk }) => pk.startsWith(`SHOP#${shopId(shop)}#`))
  const mains = items.filter(({ sk }) => sk.startsWith('STOCK#')).map((item) => StockMain.parse(item))
  return mains.map((main) => {
    const own = items.filter(({ pk, sk }) => sk === 'SHARD' && pk.includes(`#STOCK#${main.skuId}#`))
    return countStock({ main, shards: own.map((item) => StockShard.parse(item)) })
  })
}

export const countersOf = ({ received, writtenOff, onHand, held, sold }: Stock) => ({
  received,
  writtenOff,
  onHand,
  held,
  sold,
})
