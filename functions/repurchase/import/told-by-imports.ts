import { importedPurchase } from '../../../domain/repurchase/import/imported-purchase.ts'
import type { ShopId } from '../../../domain/shared/ids.ts'
import type { Reader } from '../../shared/storage.ts'
import type { Told } from '../rebuild.ts'
import { listImported } from './imported-store.ts'

/** All purchases of a shop's past, from the rows that were kept of them: a rebuild needs these beside the orders' events. */
export async function* toldByImports(db: Reader, shopId: ShopId): AsyncGenerator<Told> {
  for await (const { customerId, orders } of listImported(db, shopId))
    for (const order of orders.values()) yield { shopId, customerId, purchase: importedPurchase(order) }
}
