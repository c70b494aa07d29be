import { casesMax, requestsMax } from '../../domain/orders/after-sales.ts'
import type { afterSalesEndpoints } from '../../functions/orders/after-sales-endpoints.ts'
import { type Person, receiveOrder, shipOrder } from '../../local/main-job/people.ts'
import type { OwnBackend } from './backend.ts'
import { once } from './once.ts'
import { orderOf } from './payment.ts'
import type { RefusalCases } from './refusal-cases.ts'
import { send } from './request.ts'
import { newId, newPerson, newProduct, newShop, order, paidOrder, type TestProduct, type TestShop } from './shop.ts'

type State = 'placed' | 'cancelled' | 'paid' | 'shipped' | 'received'
type Sale = { readonly shop: TestShop; readonly product: TestProduct; readonly buyer: Person; readonly orderId: string }
type Body = Readonly<Record<string, unknown>>

const parcel = { carrier: '顺丰', trackingNo: 'SF0000000001' }

/** Where all the cases play. */
type Scene = Omit<Sale, 'orderId'>

async function newScene(at: OwnBackend): Promise<Scene> {
  const shop = await newShop(at)
  return { shop, product: await newProduct(at, shop, { units: 100 }), buyer: await newPerson(at) }
}

/** Orders of two units, of one buyer in one shop. */
function createSales(of: () => OwnBackend) {
  const scene = once(() => newScene(of()))
  const shared = new Map<State, Promise<Sale>>()
  async function fresh(state: State): Promise<Sale> {
    const [at, { shop, product, buyer }] = [of(), await scene()]
    const isPaid = state !== 'placed' && state !== 'cancelled'
    const { orderId } = await (isPaid ? paidOrder : order)(at, shop, buyer, product, 2)
    const path = `/v1/shops/${shop.shopId}/orders/${orderId}/cancellation`
    if (state === 'cancelled') await send(at, { method: 'POST', path, token: buyer.token })
    if (state === 'shipped' || state === 'received')
      await shipOrder(at, shop.owner, shop.shopId, orderId, 'SF0000000001')
    if (state === 'received') await receiveOrder(at, buyer, shop.shopId, orderId)
    return { shop, product, buyer, orderId }
  }
  return {
    fresh,
    /** One that refuses all that is asked of it, and so stays in its state for the next case. */
    shared(state: State): Promise<Sale> {
      const sale = shared.get(state) ?? fresh(state)
      shared.set(state, sale)
      return sale
    },
  }
}
type Sales = ReturnType<typeof createSales>

const bodyOf = ({ product }: Sale, over: Body = {}) => ({
  afterSalesId: newId('afs'),
  kind: 'refund_only',
  lines: [{ skuId: product.skuId, quantity: 1, amountFen: 1 }],
  reason: '破损',
  ...over,
})
const lineOf = ({ product }: Sale, over: Body) => [{ skuId: product.skuId, quantity: 1, amountFen: 1, ...over }]

/** A request on an order: who asks, where, what. */
const ask = ({ shop, buyer, orderId }: Sale, rest: string, who: 'owner' | 'buyer', body?: Body) => ({
  method: 'POST',
  path: `/v1/shops/${shop.shopId}/orders/${orderId}${rest}`,
  token: (who === 'owner' ? shop.owner : buyer).token,
  body,
})

/** A case on a shipped order, after those steps. */
async function caseAfter(at: OwnBackend, sale: Sale, kind: string, ...steps: readonly string[]) {
  const body = bodyOf(sale, { kind })
  await send(at, ask(sale, '/after-sales', 'buyer', body))
  for (const step of steps) {
    const who = step === 'cancellation' || step === 'return-parcel' ? 'buyer' : 'owner'
    const more = { rejection: { reason: '已签收' }, 'return-parcel': parcel }[step]
    const { status, text } = await send(at, ask(sale, `/after-sales/${body.afterSalesId}/${step}`, who, more))
    if (status !== 200) throw new Error(`${step}: ${text}`)
  }
  return { sale, rest: `/after-sales/${body.afterSalesId}` }
}

/** The refusals of everything about after-sales, over HTTP. */
export function afterSalesRefusals(of: () => OwnBackend) {
  const sales = createSales(of)
  const requests = opening(of, sales, '/after-sales', 'buyer')
  const refunds = opening(of, sales, '/refunds', 'owner')
  const step =
    (name: string, who: 'owner' | 'buyer', body?: Body) =>
    (kind: string, ...steps: readonly string[]) =>
    async () => {
      const { sale, rest } = await caseAfter(of(), await sales.fresh('shipped'), kind, ...steps)
      return ask(sale, `${rest}/${name}`, who, body)
    }
  const unknown = (name: string, who: 'owner' | 'buyer', body?: Body) => ({
    order_not_found: async () => {
      const sale = { ...(await sales.shared('placed')), orderId: newId('ord') }
      return ask(sale, `/after-sales/${newId('afs')}/${name}`, who, body)
    },
    after_sales_not_found: async () =>
      ask(await sales.shared('placed'), `/after-sales/${newId('afs')}/${name}`, who, body),
  })
  const approve = step('approval', 'owner')
  const reject = step('rejection', 'owner', { reason: '已签收' })
  const cancel = step('cancellation', 'buyer')
  const sendBack = step('return-parcel', 'buyer', parcel)
  const sendOther = step('return-parcel', 'buyer', { ...parcel, trackingNo: 'SF0000000002' })
  const takeBack = step('return-receipt', 'owner')
  return {
    'request-after-sales': {
      ...requests.shared,
      after_sales_window_ended: async () => {
        const sale = await sales.fresh('received')
        const { key, order: received } = await orderOf(of(), sale.shop.shopId, sale.orderId)
        await of().database.set(key, { ...received, receivedAt: '2020-01-01T00:00:00.000Z' })
        return ask(sale, '/after-sales', 'buyer', bodyOf(sale))
      },
      order_not_shipped: () => requests.with('paid', () => ({ kind: 'return_and_refund' })),
      nothing_to_return: async () => ({
        ...(await requests.with('shipped', (sale) => ({
          kind: 'return_and_refund',
          lines: lineOf(sale, { quantity: 0 }),
        }))),
        field: 'body.lines.0.quantity',
      }),
      too_many_after_sales: async () => {
        const sale = await sales.fresh('paid')
        for (let count = 0; count < requestsMax; count++) {
          const body = bodyOf(sale)
          await send(of(), ask(sale, '/after-sales', 'buyer', body))
          await send(of(), ask(sale, `/after-sales/${body.afterSalesId}/cancellation`, 'buyer'))
        }
        return ask(sale, '/after-sales', 'buyer', bodyOf(sale))
      },
    },
    'refund-order': {
      ...refunds.shared,
      refund_period_ended: async () => {
        const sale = await sales.fresh('paid')
        const { key, order: paid } = await orderOf(of(), sale.shop.shopId, sale.orderId)
        await of().database.set(key, { ...paid, paidAt: '2020-01-01T00:00:00.000Z' })
        const { kind: _, ...body } = bodyOf(sale)
        return ask(sale, '/refunds', 'owner', body)
      },
      too_many_after_sales: async () => {
        const sale = await sales.fresh('paid')
        const request = () => {
          const { kind: _, ...body } = bodyOf(sale, { lines: lineOf(sale, { quantity: 0 }) })
          return ask(sale, '/refunds', 'owner', body)
        }
        for (let count = 0; count < casesMax; count++) await send(of(), request())
        return request()
      },
    },
    'approve-after-sales': {
      ...unknown('approval', 'owner'),
      after_sales_closed: approve('refund_only', 'rejection'),
    },
    'reject-after-sales': {
      ...unknown('rejection', 'owner', { reason: '已签收' }),
      after_sales_closed: reject('refund_only', 'cancellation'),
      after_sales_approved: reject('return_and_refund', 'approval'),
    },
    'cancel-after-sales': {
      ...unknown('cancellation', 'buyer'),
      after_sales_closed: cancel('refund_only', 'rejection'),
      after_sales_approved: cancel('refund_only', 'approval'),
    },
    'send-return': {
      ...unknown('return-parcel', 'buyer', parcel),
      after_sales_closed: sendBack('return_and_refund', 'cancellation'),
      after_sales_not_approved: sendBack('return_and_refund'),
      no_return_expected: sendBack('refund_only', 'approval'),
      return_already_sent: sendOther('return_and_refund', 'approval', 'return-parcel'),
    },
    'receive-return': {
      ...unknown('return-receipt', 'owner'),
      after_sales_closed: takeBack('return_and_refund', 'rejection'),
      after_sales_not_approved: takeBack('return_and_refund'),
      no_return_expected: takeBack('refund_only', 'approval'),
    },
  } satisfies RefusalCases<typeof afterSalesEndpoints>
}

/** What opening a case is refused with, whoever opens it. */
function opening(of: () => OwnBackend, sales: Sales, rest: string, who: 'owner' | 'buyer') {
  const isRequest = who === 'buyer'
  const requestOf = (sale: Sale, over: Body = {}) => {
    const { kind, ...body } = bodyOf(sale, over)
    return ask(sale, rest, who, isRequest ? { ...body, kind } : body)
  }
  const withBody = async (state: State, over: (sale: Sale) => Body = () => ({})) => {
    const sale = await sales.shared(state)
    return requestOf(sale, over(sale))
  }
  const withLines = async (field: string, lines: (sale: Sale) => readonly Body[]) => ({
    ...(await withBody('paid', (sale) => ({ lines: lines(sale) }))),
    field,
  })
  const shared = {
    order_not_found: async () => requestOf({ ...(await sales.shared('placed')), orderId: newId('ord') }),
    after_sales_id_reused: async () => {
      const sale = await sales.fresh('paid')
      const first = requestOf(sale)
      await send(of(), first)
      return { ...first, body: { ...first.body, reason: '另一个原因' }, field: 'body.afterSalesId' }
    },
    order_not_paid: () => withBody('placed'),
    order_cancelled: () => withBody('cancelled'),
    sku_repeated: () => withLines('body.lines.1.skuId', (sale) => [...lineOf(sale, {}), ...lineOf(sale, {})]),
    sku_not_in_order: () => withLines('body.lines.0.skuId', (sale) => lineOf(sale, { skuId: newId('sku') })),
    quantity_exceeds_order: () => withLines('body.lines.0.quantity', (sale) => lineOf(sale, { quantity: 3 })),
    refund_exceeds_paid: () =>
      withLines('body.lines.0.amountFen', (sale) => lineOf(sale, { amountFen: 2 * sale.product.priceFen + 1 })),
  }
  return { shared, with: withBody }
}
