import { ulid } from 'ulid'
import {
  type Addresses,
  logIn,
  openShop,
  type Person,
  type Placed,
  payOnPhone,
  placeOrder,
  prepay,
  publishProduct,
  receiveOrder,
  shipOrder,
  untilStatus,
} from '../../local/main-job/people.ts'
import { boundSubMchids } from '../../local/wechat/world.ts'
import { send } from './request.ts'

export const newId = (prefix: string): string => `${prefix}_${ulid()}`
export const subMchid = boundSubMchids[0] ?? ''

/** Somebody whom nobody knows yet, logged in. */
export const newPerson = (at: Addresses, name = '客人'): Promise<Person> => logIn(at, `${name} ${ulid()}`)

export type TestShop = { readonly shopId: string; readonly owner: Person }
export type TestProduct = { readonly productId: string; readonly skuId: string; readonly priceFen: number }

/** A shop of its own for a test, with its owner. */
export async function newShop(at: Addresses): Promise<TestShop> {
  const owner = await newPerson(at, '店主')
  return { shopId: await openShop(at, owner, '回头茶铺', subMchid), owner }
}

/** A product on sale with one variant and so many units. */
export async function newProduct(
  at: Addresses,
  { shopId, owner }: TestShop,
  { units = 10, priceFen = 8_800, title = '春茶' } = {},
): Promise<TestProduct> {
  const skuId = newId('sku')
  const skus = [{ skuId, options: { 茶: '乌龙' }, priceFen, units }]
  return { productId: await publishProduct(at, owner, shopId, { title, skus }), skuId, priceFen }
}

/** Makes somebody staff of the shop. */
export async function newStaff(at: Addresses, { shopId, owner }: TestShop): Promise<Person> {
  const person = await newPerson(at, '店员')
  const path = `/v1/shops/${shopId}/staff/${person.customerId}`
  const { status } = await send(at, { method: 'PUT', path, token: owner.token, body: { name: '店员' } })
  if (status !== 200) throw new Error(`Not made staff: ${status}`)
  return person
}

export const linesOf = ({ productId, skuId }: TestProduct, quantity = 1) => [{ productId, skuId, quantity }]

export const order = (
  at: Addresses,
  { shopId }: TestShop,
  buyer: Person,
  product: TestProduct,
  quantity = 1,
): Promise<Placed> => placeOrder(at, buyer, shopId, linesOf(product, quantity), product.priceFen * quantity)

/** Pays an order on the phone; the order shows it a moment later. */
export async function pay(
  at: Addresses,
  { shopId }: TestShop,
  buyer: Person,
  { orderId }: Pick<Placed, 'orderId'>,
): Promise<void> {
  const { payParams } = await prepay(at, buyer, shopId, orderId)
  await payOnPhone(at, buyer, payParams)
}

/** An order that is paid. */
export async function paidOrder(at: Addresses, shop: TestShop, buyer: Person, product: TestProduct, quantity = 1) {
  const placed = await order(at, shop, buyer, product, quantity)
  await pay(at, shop, buyer, placed)
  await untilStatus(at, buyer, shop.shopId, placed.orderId, 'paid')
  return placed
}

/** An order that its buyer has. */
export async function receivedOrder(at: Addresses, shop: TestShop, buyer: Person, product: TestProduct) {
  const placed = await paidOrder(at, shop, buyer, product)
  await shipOrder(at, shop.owner, shop.shopId, placed.orderId, 'SF0000000001')
  await receiveOrder(at, buyer, shop.shopId, placed.orderId)
  return placed
}

/** The shop gives back money of one line by itself; units that have not left go on sale again. */
export async function refund(
  at: Addresses,
  { shopId, owner }: TestShop,
  orderId: string,
  skuId: string,
  amountFen: number,
  quantity = 0,
): Promise<string> {
  const afterSalesId = newId('afs')
  const body = { afterSalesId, lines: [{ skuId, quantity, amountFen }], reason: '补偿' }
  const path = `/v1/shops/${shopId}/orders/${orderId}/refunds`
  const { status, text } = await send(at, { method: 'POST', path, token: owner.token, body })
  if (status !== 201) throw new Error(`Not refunded: ${text}`)
  return afterSalesId
}
