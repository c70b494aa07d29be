import * as z from 'zod'
import { changeStock, moveStock as decide, StockMove } from '../../domain/catalog/stock.ts'
import { CustomerId, ProductId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { fingerprint } from '../shared/fingerprint.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { loadStocksToChange } from './load-stocks.ts'
import { catalogRefusals } from './refusals.ts'
import { stockWrites } from './stock-parts-store.ts'
import { createMove, loadMove } from './stock-store.ts'

export const moveStock = endpoint(
  {
    summary: 'Bring units of a variant into stock, or write them off, with a reason.',
    path: z.strictObject({ shopId: ShopId, productId: ProductId }),
    body: StockMove,
    reply: z.object({ ...StockMove.shape, movedBy: CustomerId, movedAt: z.string() }),
    status: 201,
    refusals: pick(catalogRefusals, 'sku_not_found', 'stock_move_id_reused', 'insufficient_stock', 'stock_limit'),
  },
  async ({ path, body, caller }, context) => {
    const requestHash = fingerprint(body)
    const movedBy = CustomerId.parse(signedIn(caller).customerId)
    return commit(context, async () => {
      const wanted = changeStock(body.kind, { ...body, productId: path.productId })
      const [stocks, existing] = await Promise.all([
        loadStocksToChange(context, path.shopId, [wanted], body.moveId),
        loadMove(context.db, path, body.moveId),
      ])
      if (existing)
        return existing.requestHash === requestHash
          ? { reply: existing }
          : { refusal: { code: 'stock_move_id_reused', field: 'body.moveId' } }
      const stock = stocks.get(body.skuId)
      if (!stock) return { refusal: { code: 'sku_not_found', field: 'body.skuId' } }
      const decision = decide(stock, body)
      if (!decision.ok) return decision
      const move = { ...body, movedBy, movedAt: context.now(), requestHash }
      const counted = stockWrites(path.shopId, stocks, [decision.change], body.moveId)
      return { writes: [createMove(path, move), ...counted], reply: move }
    })
  },
)
