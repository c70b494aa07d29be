import type { FlashStep } from '../../domain/catalog/flash-sale.ts'
import type { Stock, StockChange } from '../../domain/catalog/stock.ts'
import {
  type CountedStock,
  countStock,
  type PartChange,
  StockMain,
  type StockParts,
  StockShard,
  splitChange,
} from '../../domain/catalog/stock-parts.ts'
import { assert } from '../../domain/shared/decision.ts'
import { parseItem } from '../shared/event-log.ts'
import { shardOf } from '../shared/shard-of.ts'
import { getManyMax, type Item, type Key, type Reader, type Write } from '../shared/storage.ts'
import { productPk } from './product-store.ts'
import { stockKey } from './stock-store.ts'

export type Variant = { readonly shopId: string; readonly productId: string; readonly skuId: Stock['skuId'] }
/** By variant. */
export type Stocks = ReadonlyMap<Stock['skuId'], CountedStock>

/** A shard has a partition to itself: that is what it is for. */
const shardKey = ({ shopId, productId, skuId }: Variant, shard: number): Key => ({
  table: 'catalog',
  pk: `${productPk(shopId, productId)}#STOCK#${skuId}#${shard}`,
  sk: 'SHARD',
})

/** Stock of the variants named, every part of it, as read one after the other: see `isUnchanged`. */
export async function loadParts(
  db: Reader,
  shopId: string,
  skus: readonly { readonly productId: string; readonly skuId: string }[],
): Promise<Stocks> {
  const items = await getAll(
    db,
    skus.map(({ productId, skuId }) => stockKey({ shopId, productId }, skuId)),
  )
  const mains = items.flatMap((item) => parseItem(StockMain, item) ?? [])
  const counted = await Promise.all(mains.map(async (main) => countStock({ main, shards: await loadShards(db, main) })))
  return new Map(counted.map((stock) => [stock.skuId, stock]))
}

async function loadShards(db: Reader, main: StockMain): Promise<readonly StockShard[]> {
  if (main.mode === 'plain') return []
  const items = await db.getMany(Array.from({ length: main.shards }, (_, shard) => shardKey(main, shard)))
  return items.flatMap((item) => parseItem(StockShard, item) ?? [])
}

async function getAll(db: Reader, keys: readonly Key[]): Promise<readonly (Item | undefined)[]> {
  const starts = Array.from({ length: Math.ceil(keys.length / getManyMax) }, (_, batch) => batch * getManyMax)
  return (await Promise.all(starts.map((at) => db.getMany(keys.slice(at, at + getManyMax))))).flat()
}

/** More than there are ways to choose among few shards. */
const choices = 5_040
/** Divides changes among the parts of the stocks that were read; which part takes one depends on the id, of the order as a rule. */
export const splitChanges = (stocks: Stocks, changes: readonly StockChange[], id: string): readonly PartChange[] =>
  changes.flatMap((change) => {
    const stock = stocks.get(change.skuId)
    assert(stock?.productId === change.productId, `${change.skuId} has stock`)
    return splitChange(stock.parts, change, shardOf(id, choices))
  })

/** Changes counters where enough is there; every write's name begins with `stock` and the variant. */
export const stockWrites = (shopId: string, stocks: Stocks, changes: readonly StockChange[], id: string): Write[] =>
  splitChanges(stocks, changes, id).map(({ productId, skuId, shard, add, needs }) => ({
    kind: 'update',
    ...(shard === undefined ? mainOf({ shopId, productId, skuId }) : shardOfStock({ shopId, productId, skuId }, shard)),
    add: { ...add, revision: 1 },
    guards: needs
      ? [{ attribute: needs.counter, is: '>=', value: needs.atLeast }]
      : [{ attribute: 'onHand', is: 'present' }],
  }))

const mainOf = (of: Variant) => ({ name: `stock ${of.skuId}`, key: stockKey(of, of.skuId) })
const shardOfStock = (of: Variant, shard: number) => ({
  name: `stock ${of.skuId} shard ${shard}`,
  key: shardKey(of, shard),
})

/** One step of spreading or folding, all or nothing. A step of an earlier spreading is refused. */
export function flashStepWrites({ main }: StockParts, step: FlashStep): Write[] {
  const spreads = main.spreads ?? 0
  const sameSpread =
    main.spreads === undefined
      ? ({ attribute: 'spreads', is: 'absent' } as const)
      : ({ attribute: 'spreads', is: '=', value: spreads } as const)
  const inMode = { attribute: 'mode', is: '=', value: main.mode } as const
  const update = { kind: 'update', ...mainOf(main) } as const
  switch (step.kind) {
    case 'spread': {
      const spread = step.units.reduce((sum, units) => sum + units, 0)
      return [
        {
          ...update,
          set: { mode: 'spread', shards: step.units.length },
          add: { onHand: -spread, spreads: 1, revision: 1 },
          guards: [sameSpread, { attribute: 'onHand', is: '>=', value: spread }],
        },
        ...step.units.map((onHand, shard): Write => {
          const attributes = { shard, onHand, held: 0, sold: 0, revision: 0 }
          return { kind: 'create', ...shardOfStock(main, shard), attributes }
        }),
      ]
    }
    case 'start_folding':
      return [{ ...update, set: { mode: 'folding' }, add: { revision: 1 }, guards: [inMode, sameSpread] }]
    case 'fold':
      return foldWrites(main, step.shard)
    case 'end':
      return [{ ...update, set: { mode: 'plain', shards: 0 }, add: { revision: 1 }, guards: [inMode, sameSpread] }]
  }
}

/** Takes a shard as it was read into the main counters, which are a part like the others: right in every mode. */
export function foldWrites(main: Variant, { shard, onHand, held, sold }: StockShard): Write[] {
  const guards = Object.entries({ onHand, held, sold }).map(
    ([attribute, value]) => ({ attribute, is: '=', value }) as const,
  )
  return [
    { kind: 'remove', ...shardOfStock(main, shard), guards },
    {
      kind: 'update',
      ...mainOf(main),
      add: { onHand, held, sold, revision: 1 },
      guards: [{ attribute: 'onHand', is: 'present' }],
    },
  ]
}
