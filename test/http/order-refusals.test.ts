import { afterAll, beforeAll, beforeEach } from 'vitest'
import { openHoldsMax } from '../../domain/orders/place-order.ts'
import { amountMaxFen } from '../../domain/shared/fen.ts'
import { afterSalesEndpoints } from '../../functions/orders/after-sales-endpoints.ts'
import { ordersEndpoints } from '../../functions/orders/endpoints.ts'
import { orderCancellationEndpoints } from '../../functions/orders/order-cancellation-endpoints.ts'
import { changeSettings, type Person, prepay, toHangzhou } from '../../local/main-job/people.ts'
import { afterSalesRefusals } from '../support/after-sales-cases.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import { once } from '../support/once.ts'
import { quoteRefusals } from '../support/quote-cases.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { send } from '../support/request.ts'
import {
  linesOf,
  newId,
  newPerson,
  newProduct,
  newShop,
  order,
  paidOrder,
  receivedOrder,
  refund,
  type TestProduct,
  type TestShop,
} from '../support/shop.ts'

let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend()
})
afterAll(() => at.close())
beforeEach(() => at.wechat.setFaults({ callFaults: [] }))

const orderPath = (shopId: string, orderId: string, rest = '') => `/v1/shops/${shopId}/orders/${orderId}${rest}`
const bodyOf = (product: TestProduct, quantity = 1, over: object = {}) => ({
  orderId: newId('ord'),
  lines: linesOf(product, quantity),
  totalFen: product.priceFen * quantity,
  delivery: toHangzhou,
  ...over,
})
const place = (shop: TestShop, buyer: Person, body: object) => ({
  method: 'POST',
  path: `/v1/shops/${shop.shopId}/orders`,
  token: buyer.token,
  body,
})
/** Where most cases play: what is refused leaves nothing behind for the next. */
const sharedShop = once(() => newShop(at))
/** A product of three units, and somebody who wants them. */
async function scene({ units = 3, shop = sharedShop() } = {}) {
  const within = await shop
  return { shop: within, product: await newProduct(at, within, { units }), buyer: await newPerson(at) }
}
const sharedScene = once(() => scene())

const unknown = async (rest: string, who: 'owner' | 'buyer', body?: object) => {
  const { shop, buyer } = await sharedScene()
  const { token } = who === 'owner' ? shop.owner : buyer
  return { method: 'POST', path: orderPath(shop.shopId, newId('ord'), rest), token, body }
}
const parcelOf = (at: number) => ({ carrier: 'YTO', trackingNo: `YT00000000${at}` })
const shipment = { parcels: [parcelOf(10)] }
const split = { ...shipment, isLast: false }
const otherwise = { parcels: [parcelOf(11)] }

/** A further step of the shipment of an order that is paid, after these. */
async function shipmentAfter(before: readonly object[], method: 'POST' | 'PUT', body: object) {
  const { path, token } = stepOn(await saleIn('paid'), '/shipment', 'owner')
  for (const each of before) await send(at, { method: 'POST', path, token, body: each })
  return { method, path, token, body }
}

/** A shipment of an order whose money has all gone back. */
const refundedBeforeShipment = once(async () => {
  const sale = await saleIn('paid')
  await refund(at, sale.shop, sale.orderId, sale.product.skuId, sale.product.priceFen)
  return stepOn(sale, '/shipment', 'owner', shipment)
})

/** The order as if it had been placed to be fetched. */
async function forPickup<Step extends { readonly path: string }>(step: Promise<Step>) {
  const [, , , shopId = '', , orderId = ''] = (await step).path.split('/')
  const key = { table: 'orders', pk: `SHOP#${shopId}#ORDER#${orderId}`, sk: 'ORDER' } as const
  await at.database.set(key, { delivery: { kind: 'pickup' } })
  return { ...(await step), field: 'body.parcels' }
}

type State = 'placed' | 'prepared' | 'cancelled' | 'paid' | 'received'
type Sale = Awaited<ReturnType<typeof scene>> & { readonly orderId: string }

/** A new order in that state. */
async function saleIn(state: State): Promise<Sale> {
  const made = await scene()
  const { shop, product, buyer } = made
  const make = { placed: order, prepared: order, cancelled: order, paid: paidOrder, received: receivedOrder }[state]
  const { orderId } = await make(at, shop, buyer, product)
  if (state === 'prepared') await prepay(at, buyer, shop.shopId, orderId)
  const path = orderPath(shop.shopId, orderId, '/cancellation')
  if (state === 'cancelled') await send(at, { method: 'POST', path, token: buyer.token })
  return { ...made, orderId }
}

const stepOn = ({ shop, buyer, orderId }: Sale, rest: string, who: 'owner' | 'buyer', body?: object) => ({
  method: 'POST',
  path: orderPath(shop.shopId, orderId, rest),
  token: (who === 'owner' ? shop.owner : buyer).token,
  body,
})

const sharedSales = new Map<State, Promise<Sale>>()
/** A step that an order in that state refuses: it stays as it is, so that the next case may ask it too. */
async function stepOf(state: State, rest: string, who: 'owner' | 'buyer', body?: object) {
  const sale = sharedSales.get(state) ?? saleIn(state)
  sharedSales.set(state, sale)
  return stepOn(await sale, rest, who, body)
}

testRefusals(
  ordersEndpoints,
  {
    ...quoteRefusals(() => at),
    'place-order': {
      order_id_reused: async () => {
        const { shop, product, buyer } = await scene()
        const body = bodyOf(product)
        await send(at, place(shop, buyer, body))
        return { ...place(shop, buyer, { ...bodyOf(product, 2), orderId: body.orderId }), field: 'body.orderId' }
      },
      shop_not_found: async () => {
        const { shop, product, buyer } = await sharedScene()
        return place({ ...shop, shopId: newId('shp') }, buyer, bodyOf(product))
      },
      shop_closed: async () => {
        const { shop, product, buyer } = await scene({ shop: newShop(at) })
        await at.database.set({ table: 'shops', pk: `SHOP#${shop.shopId}`, sk: 'SHOP' }, { status: 'closed' })
        return place(shop, buyer, bodyOf(product))
      },
      delivery_not_offered: async () => {
        const { shop, product, buyer } = await scene({ shop: newShop(at) })
        await changeSettings(at, shop.owner, shop.shopId, { deliveryKinds: ['pickup'] })
        return { ...place(shop, buyer, bodyOf(product)), field: 'body.delivery.kind' }
      },
      too_many_open_orders: async () => {
        const { shop, product, buyer } = await scene({ units: openHoldsMax + 1 })
        for (let placed = 0; placed < openHoldsMax; placed++) await order(at, shop, buyer, product)
        return place(shop, buyer, bodyOf(product))
      },
      sku_repeated: async () => {
        const { shop, product, buyer } = await sharedScene()
        const lines = [...linesOf(product), ...linesOf(product)]
        const body = { orderId: newId('ord'), lines, totalFen: 2 * product.priceFen, delivery: toHangzhou }
        return { ...place(shop, buyer, body), field: 'body.lines.1.skuId' }
      },
      product_not_for_sale: async () => {
        const { shop, product, buyer } = await scene()
        const path = `/v1/shops/${shop.shopId}/products/${product.productId}/publication`
        await send(at, { method: 'DELETE', path, token: shop.owner.token })
        return { ...place(shop, buyer, bodyOf(product)), field: 'body.lines.0' }
      },
      out_of_stock: async () => {
        const { shop, product, buyer } = await sharedScene()
        return { ...place(shop, buyer, bodyOf(product, 4)), field: 'body.lines.0' }
      },
      price_changed: async () => {
        const { shop, product, buyer } = await sharedScene()
        const body = bodyOf(product, 1, { totalFen: product.priceFen - 1 })
        return { ...place(shop, buyer, body), field: 'body.totalFen' }
      },
      amount_limit: async () => {
        const { shop, buyer } = await sharedScene()
        const product = await newProduct(at, shop, { priceFen: amountMaxFen })
        return { ...place(shop, buyer, bodyOf(product, 2, { totalFen: amountMaxFen })), field: 'body.lines' }
      },
    },
    'list-orders': {},
    'export-orders': {},
    'list-my-orders': {},
    'get-order': {
      order_not_found: async () => ({ ...(await unknown('', 'owner')), method: 'GET' }),
    },
    'ship-order': {
      order_not_found: () => unknown('/shipment', 'owner', shipment),
      order_not_paid: () => stepOf('placed', '/shipment', 'owner', shipment),
      order_cancelled: () => stepOf('cancelled', '/shipment', 'owner', shipment),
      already_shipped: () => stepOf('received', '/shipment', 'owner', otherwise),
      parcels_required: async () => ({ ...(await stepOf('paid', '/shipment', 'owner', {})), field: 'body.parcels' }),
      parcels_not_expected: () => forPickup(shipmentAfter([], 'POST', shipment)),
      too_many_parcels: async () => {
        const parcels = Array.from({ length: 10 }, (_, index) => parcelOf(20 + index))
        return { ...(await shipmentAfter([split], 'POST', { parcels })), field: 'body.parcels' }
      },
      nothing_to_ship: refundedBeforeShipment,
    },
    'correct-shipment': {
      order_not_found: async () => ({ ...(await unknown('/shipment', 'owner', shipment)), method: 'PUT' }),
      order_not_paid: async () => ({ ...(await stepOf('placed', '/shipment', 'owner', shipment)), method: 'PUT' }),
      order_cancelled: async () => ({ ...(await stepOf('cancelled', '/shipment', 'owner', shipment)), method: 'PUT' }),
      nothing_to_ship: async () => ({ ...(await refundedBeforeShipment()), method: 'PUT' }),
      order_not_shipped: async () => ({ ...(await stepOf('paid', '/shipment', 'owner', shipment)), method: 'PUT' }),
      already_received: async () => ({ ...(await stepOf('received', '/shipment', 'owner', otherwise)), method: 'PUT' }),
      parcels_not_expected: () => forPickup(shipmentAfter([shipment], 'PUT', otherwise)),
      shipment_incomplete: () => shipmentAfter([split], 'PUT', otherwise),
      shipment_already_corrected: async () => {
        const step = await shipmentAfter([shipment], 'PUT', otherwise)
        await send(at, step)
        return { ...step, body: shipment }
      },
    },
    'receive-order': {
      order_not_found: () => unknown('/receipt', 'buyer'),
      order_not_paid: () => stepOf('placed', '/receipt', 'buyer'),
      order_cancelled: () => stepOf('cancelled', '/receipt', 'buyer'),
      order_not_shipped: () => stepOf('paid', '/receipt', 'buyer'),
    },
  },
  () => at,
)
testRefusals(
  afterSalesEndpoints,
  afterSalesRefusals(() => at),
  () => at,
)
testRefusals(
  orderCancellationEndpoints,
  {
    'cancel-order': {
      order_not_found: () => unknown('/cancellation', 'buyer'),
      already_paid: () => stepOf('paid', '/cancellation', 'buyer'),
      wechat_unavailable: async () => {
        const path = '/v3/pay/partner/transactions/out-trade-no/'
        at.wechat.setFaults({ callFaults: [{ path, times: 20, effect: { kind: 'status', status: 503 } }] })
        return stepOf('prepared', '/cancellation', 'buyer')
      },
    },
  },
  () => at,
)
