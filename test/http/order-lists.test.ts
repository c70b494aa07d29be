import { beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { OrderView } from '../../functions/orders/order-views.ts'
import type { Person } from '../../local/main-job/people.ts'
import { sharedBackend } from '../support/backend.ts'
import { type Reply, refusalOf, send } from '../support/request.ts'
import {
  newId,
  newPerson,
  newProduct,
  newShop,
  newStaff,
  order,
  paidOrder,
  pay,
  type TestProduct,
  type TestShop,
} from '../support/shop.ts'

const at = sharedBackend()
const OrderPage = z.strictObject({ items: z.array(z.strictObject(OrderView.shape)), cursor: z.string().optional() })

let shop: TestShop
let otherShop: TestShop
let tea: TestProduct
let buyer: Person
let otherBuyer: Person
/** Ids as they were placed: in the shop by both in turn, and one of the first buyer in the other shop. */
const placed: string[] = []
let elsewhere: string

beforeAll(async () => {
  shop = await newShop(at)
  otherShop = await newShop(at)
  tea = await newProduct(at, shop, { units: 100, title: '=SUM(A1), "春茶"' })
  const otherTea = await newProduct(at, otherShop)
  buyer = await newPerson(at)
  otherBuyer = await newPerson(at)
  for (const who of [buyer, otherBuyer, buyer, otherBuyer, buyer])
    placed.push((await order(at, shop, who, tea, 2)).orderId)
  elsewhere = (await order(at, otherShop, buyer, otherTea)).orderId
})

const ask = (path: string, { token }: Person, headers = {}) => send(at, { method: 'GET', path, token, headers })
const listPath = (query = '', { shopId } = shop) => `/v1/shops/${shopId}/orders?${query}`
const exportPath = (query = '', { shopId } = shop) => `/v1/shops/${shopId}/orders/export?${query}`
const idsOn = (reply: Reply) => OrderPage.parse(reply.body).items.map(({ orderId }) => orderId)
const cursorOf = (reply: Reply) => OrderPage.parse(reply.body).cursor

/** Ids on all pages of a list. */
async function idsOnAll(path: string, who: Person, between: () => Promise<unknown> = async () => undefined) {
  const found: string[] = []
  let cursor: string | undefined
  do {
    const reply = await ask(cursor === undefined ? path : `${path}&cursor=${cursor}`, who)
    found.push(...idsOn(reply))
    cursor = cursorOf(reply)
    if (cursor !== undefined) await between()
  } while (cursor !== undefined)
  return found
}
const inTurn = (...numbers: number[]) => numbers.map((number) => placed[number])

test('a shop’s people see its orders, newest first, in pages of any size', async () => {
  const staff = await newStaff(at, shop)
  for (const limit of [1, 2, 3, 5, 100])
    expect(await idsOnAll(listPath(`limit=${limit}`), staff)).toEqual(inTurn(4, 3, 2, 1, 0))
  const [first] = OrderPage.parse((await ask(listPath(), staff)).body).items
  const single = await ask(`/v1/shops/${shop.shopId}/orders/${placed[4]}`, shop.owner)
  // Where it goes to is told with the one order only.
  expect(first).toEqual({ ...Object(single.body), delivery: { kind: 'express' } })
})

test('by customer, and by time of placing from a moment until before another', async () => {
  expect(await idsOnAll(listPath(`customerId=${buyer.customerId}&limit=2`), shop.owner)).toEqual(inTurn(4, 2, 0))
  const { items } = OrderPage.parse((await ask(listPath(), shop.owner)).body)
  const [, second, , fourth] = items.toReversed().map(({ placedAt }) => encodeURIComponent(placedAt))
  const between = await idsOnAll(listPath(`from=${second}&to=${fourth}&limit=1`), shop.owner)
  expect(between).toEqual(inTurn(2, 1))
  expect(await idsOnAll(listPath(`from=${fourth}`), shop.owner)).toEqual(inTurn(4, 3))
})

test('a customer sees the own orders of all shops, or of one, and nobody else’s', async () => {
  expect(await idsOnAll('/v1/orders?limit=2', buyer)).toEqual([elsewhere, ...inTurn(4, 2, 0)])
  expect(await idsOnAll(`/v1/orders?limit=2&shopId=${shop.shopId}`, buyer)).toEqual(inTurn(4, 2, 0))
  expect(await idsOnAll('/v1/orders?limit=1', otherBuyer)).toEqual(inTurn(3, 1))
  expect(await idsOnAll('/v1/orders?limit=1', await newPerson(at))).toEqual([])
  expect(await idsOnAll('/v1/orders?status=awaiting_payment', otherBuyer)).toEqual(inTurn(3, 1))
  expect(await idsOnAll('/v1/orders?status=paid', otherBuyer)).toEqual([])
  expect(refusalOf(await ask(`/v1/orders?customerId=${buyer.customerId}`, otherBuyer))).toBe(
    '400 invalid_request query.customerId',
  )
})

test('another shop’s cursor, and another customer’s, opens nothing', async () => {
  const cursor = cursorOf(await ask(listPath('limit=1'), shop.owner))
  const other = (path: string, who: Person) => ask(path, who).then(refusalOf)
  expect(await other(listPath(`cursor=${cursor}`, otherShop), otherShop.owner)).toBe('400 invalid_cursor query.cursor')
  expect(await other(exportPath(`cursor=${cursor}`), shop.owner)).toBe('400 invalid_cursor query.cursor')
  expect(await other(listPath(`status=paid&cursor=${cursor}`), shop.owner)).toBe('400 invalid_cursor query.cursor')
  const mine = cursorOf(await ask('/v1/orders?limit=1', buyer))
  expect(await other(`/v1/orders?cursor=${mine}`, otherBuyer)).toBe('400 invalid_cursor query.cursor')
  expect(await other(`/v1/orders?cursor=${mine}`, buyer)).toBe('200')
})

test.each([
  ['from=2026-03-01', 'query.from'],
  ['to=yesterday', 'query.to'],
  ['from=2026-03-02T00:00:00.000Z&to=2026-03-01T00:00:00.000Z', 'query.to'],
  ['from=2026-03-01T00:00:00.000Z&to=2026-03-01T00:00:00.000Z', 'query.to'],
])('a range such as %s is refused, of the list and of the export', async (query, field) => {
  for (const path of [listPath(query), exportPath(query)])
    expect(refusalOf(await ask(path, shop.owner))).toBe(`400 invalid_request ${field}`)
})

test('with after-sales that wait for the shop: what a buyer has asked for', async () => {
  const here = await newShop(at)
  const product = await newProduct(at, here)
  const paid = [await paidOrder(at, here, buyer, product), await paidOrder(at, here, buyer, product)]
  const path = `/v1/shops/${here.shopId}/orders/${paid[0]?.orderId}/after-sales`
  const lines = [{ skuId: product.skuId, quantity: 1, amountFen: 1 }]
  const body = { afterSalesId: newId('afs'), kind: 'refund_only', lines, reason: '破损' }
  expect((await send(at, { method: 'POST', path, token: buyer.token, body })).status).toBe(201)
  expect(await idsOnAll(listPath('afterSales=unanswered&limit=1', here), here.owner)).toEqual([paid[0]?.orderId])
})

test('no status that there is not, and no customer of another form', async () => {
  expect(refusalOf(await ask(listPath('status=lost'), shop.owner))).toBe('400 invalid_request query.status')
  expect(refusalOf(await ask(listPath('customerId=x'), shop.owner))).toBe('400 invalid_request query.customerId')
  expect(refusalOf(await ask(listPath('afterSales=all'), shop.owner))).toBe('400 invalid_request query.afterSales')
})

test('orders that are paid and cancelled while somebody pages come at most once, the others once', async () => {
  const here = await newShop(at)
  const product = await newProduct(at, here, { units: 20 })
  const buyers = await Promise.all(Array.from({ length: 2 }, () => newPerson(at)))
  const orders: { orderId: string; who: Person }[] = []
  for (const who of [...buyers, ...buyers, ...buyers])
    orders.push({ who, orderId: (await order(at, here, who, product)).orderId })
  const moving = [orders[1], orders[4]]
  const stayed = orders.filter((one) => !moving.includes(one)).map(({ orderId }) => orderId)
  let moved = 0
  const found = await idsOnAll(listPath('status=awaiting_payment&limit=1', here), here.owner, async () => {
    const one = moving[moved++]
    if (!one) return
    const path = `/v1/shops/${here.shopId}/orders/${one.orderId}/cancellation`
    if (moved === 1) await send(at, { method: 'POST', path, token: one.who.token })
    else await pay(at, here, one.who, one)
  })
  expect(new Set(found).size).toBe(found.length)
  expect(found.filter((id) => stayed.includes(id))).toEqual(stayed.toReversed())
  expect(await idsOnAll(listPath('status=cancelled', here), here.owner)).toEqual([orders[1]?.orderId])
})

test('the export is one CSV over all its pages, oldest first, that no spreadsheet takes for formulas', async () => {
  const whole = await ask(exportPath(), shop.owner)
  expect(whole.status).toBe(200)
  expect(whole.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(whole.headers.get('content-disposition')).toBe('attachment')
  expect(whole.headers.get('link')).toBeNull()
  const [titles, ...rows] = whole.text.split('\r\n')
  expect(titles).toMatch(/^订单编号,状态,下单时间,/)
  expect(rows.pop()).toBe('')
  expect(rows.map((row) => row.split(',')[0])).toEqual(placed)
  expect(rows[0]).toMatch(/,"'=SUM\(A1\), ""春茶""",茶: 乌龙,2,88\.00,176\.00,176\.00,0\.00,express,/)
  expect(rows[0]?.split(',')[2]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  let text = ''
  let pages = 0
  let next: string | undefined = exportPath('limit=2&from=2026-01-01T00%3A00%3A00.000Z')
  while (next !== undefined) {
    const page: Reply = await ask(next, shop.owner)
    text += page.text
    pages += 1
    next = /^<([^>]+)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1]
  }
  expect([pages, text]).toEqual([3, whole.text])
})

test('the export begins with a byte order mark, and its titles are in the language asked for', async () => {
  const response = await fetch(`${at.apiUrl}${exportPath()}`, {
    headers: { authorization: `Bearer ${shop.owner.token}`, 'accept-language': 'en' },
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(bytes.subarray(3).toString()).toMatch(/^Order,Status,Placed,/)
})

test('the export of a shop without orders has its titles only', async () => {
  const empty = await newShop(at)
  const { text } = await ask(exportPath('', empty), empty.owner)
  expect(text.split('\r\n')).toEqual([expect.stringMatching(/^订单编号/), ''])
})
