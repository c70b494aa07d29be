import { amountMaxFen } from '../../domain/shared/fen.ts'
import type { ordersEndpoints } from '../../functions/orders/endpoints.ts'
import { changeSettings, toHangzhou } from '../../local/main-job/people.ts'
import type { OwnBackend } from './backend.ts'
import { once } from './once.ts'
import type { RefusalCases } from './refusal-cases.ts'
import { send } from './request.ts'
import { linesOf, newId, newPerson, newProduct, newShop } from './shop.ts'

/** A case for every refusal of a quote. */
export function quoteRefusals(backend: () => OwnBackend): RefusalCases<Pick<typeof ordersEndpoints, 'quote-order'>> {
  const sharedShop = once(() => newShop(backend()))
  async function scene({ priceFen = 8_800, quantity = 1, shop: within = sharedShop() } = {}) {
    const at = backend()
    const shop = await within
    const product = await newProduct(at, shop, { units: 3, priceFen })
    const { token } = await newPerson(at)
    const ask = (shopId = shop.shopId, lines = linesOf(product, quantity)) => {
      const body = { lines, delivery: toHangzhou }
      return { method: 'POST', path: `/v1/shops/${shopId}/order-quotes`, token, body }
    }
    return { at, shop, product, ask }
  }
  return {
    'quote-order': {
      shop_not_found: async () => (await scene()).ask(newId('shp')),
      shop_closed: async () => {
        const { at, shop, ask } = await scene({ shop: newShop(backend()) })
        await at.database.set({ table: 'shops', pk: `SHOP#${shop.shopId}`, sk: 'SHOP' }, { status: 'closed' })
        return ask()
      },
      delivery_not_offered: async () => {
        const { at, shop, ask } = await scene({ shop: newShop(backend()) })
        await changeSettings(at, shop.owner, shop.shopId, { deliveryKinds: ['virtual'] })
        return { ...ask(), field: 'body.delivery.kind' }
      },
      sku_repeated: async () => {
        const { shop, product, ask } = await scene()
        return { ...ask(shop.shopId, [...linesOf(product), ...linesOf(product)]), field: 'body.lines.1.skuId' }
      },
      product_not_for_sale: async () => {
        const { at, shop, product, ask } = await scene()
        const path = `/v1/shops/${shop.shopId}/products/${product.productId}/publication`
        await send(at, { method: 'DELETE', path, token: shop.owner.token })
        return { ...ask(), field: 'body.lines.0' }
      },
      out_of_stock: async () => ({ ...(await scene({ quantity: 4 })).ask(), field: 'body.lines.0' }),
      amount_limit: async () => ({
        ...(await scene({ priceFen: amountMaxFen, quantity: 2 })).ask(),
        field: 'body.lines',
      }),
    },
  }
}
