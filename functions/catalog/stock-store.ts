import * as z from 'zod'
import { noStock, type Stock, StockMove } from '../../domain/catalog/stock.ts'
import { CustomerId } from '../../domain/shared/ids.ts'
import { Moment } from '../../domain/shared/time.ts'
import { parseItem } from '../shared/event-log.ts'
import type { PageQuery } from '../shared/http/page.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'
import { productPk } from './product-store.ts'

type Of = { readonly shopId: string; readonly productId: string }

/** Of the main counters of a variant. */
export const stockKey = ({ shopId, productId }: Of, skuId: string): Key => ({
  table: 'catalog',
  pk: productPk(shopId, productId),
  sk: `STOCK#${skuId}`,
})
const movePrefix = 'MOVE#'
const moveKey = ({ shopId, productId }: Of, moveId: string): Key => ({
  table: 'catalog',
  pk: productPk(shopId, productId),
  sk: `${movePrefix}${moveId}`,
})

/** A new variant's counters, all zero. */
export const createStock = (of: Pick<Stock, 'shopId' | 'productId' | 'skuId'>): Write => ({
  kind: 'create',
  name: `stock ${of.skuId}`,
  key: stockKey(of, of.skuId),
  attributes: noStock(of),
})

/** A move as it is kept: what, why, by whom and when. */
export const StoredMove = z.object({
  ...StockMove.shape,
  movedBy: CustomerId,
  movedAt: Moment,
  requestHash: z.string(),
})
export type StoredMove = z.infer<typeof StoredMove>

export const loadMove = async (db: Reader, of: Of, moveId: string): Promise<StoredMove | undefined> =>
  parseItem(StoredMove, await db.get(moveKey(of, moveId)))

/** Moves of a product's stock, newest first by the time in their ids. */
export async function listMoves(db: Reader, { shopId, productId }: Of, page: PageQuery) {
  const range = { table: 'catalog', pk: productPk(shopId, productId), sk: { beginsWith: movePrefix } } as const
  const { items, ...rest } = await db.query({ ...range, newestFirst: true, ...page })
  return { moves: items.map((item) => StoredMove.parse(item)), ...rest }
}

export const createMove = (of: Of, move: StoredMove): Write => ({
  kind: 'create',
  name: 'stock move',
  key: moveKey(of, move.moveId),
  attributes: move,
})
