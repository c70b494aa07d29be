import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { billDay } from '../../domain/payments/reconciliation.ts'
import { dueDays } from '../../functions/payments/reconcile-due-days.ts'
import { logInAgain, openShop, payOnPhone } from '../../local/main-job/people.ts'
import { boundSubMchids } from '../../local/wechat/world.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import { orderOf, paymentNoOf, prepayLate } from '../support/payment.ts'
import { refusalOf, send } from '../support/request.ts'
import { newPerson, newProduct, newShop, newStaff, order, paidOrder, type TestShop } from '../support/shop.ts'

let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend()
})
afterAll(() => at.close())
beforeEach(() => at.wechat.setFaults({ callFaults: [] }))

/** Somebody buys in a new shop; WeChat has the payment of that day. */
async function scene(opened?: TestShop) {
  const shop = opened ?? (await newShop(at))
  const product = await newProduct(at, shop)
  const { orderId } = await paidOrder(at, shop, await newPerson(at), product)
  const { order } = await orderOf(at, shop.shopId, orderId)
  const day = billDay('paidAt' in order && typeof order.paidAt === 'string' ? order.paidAt : order.placedAt)
  return { shop, orderId, day, paymentNo: await paymentNoOf(at, shop.shopId, orderId), paidFen: product.priceFen }
}

/** A shop whose merchant number no other has: a payment that nobody knows is shown to all shops that share the number. */
async function shopOf(subMchid = ''): Promise<TestShop> {
  const owner = await newPerson(at)
  return { owner, shopId: await openShop(at, owner, '独号铺', subMchid) }
}

/** The next day's noon in Beijing, when the bill is there. */
async function afterTheDay(day: string) {
  const noonMs = Date.parse(`${day}T04:00:00Z`) + 86_400_000
  at.backend.clock.advance(Math.max(0, noonMs - at.backend.clock.now().getTime()))
  await at.settle()
}
const runNight = () => at.backend.runSchedule('reconcile-day')

async function read({ shopId, owner }: TestShop, day = '') {
  await logInAgain(at, owner)
  const path = `/v1/shops/${shopId}/reconciliations${day === '' ? '' : `/${day}`}`
  return send(at, { method: 'GET', path, token: owner.token })
}

test('at ten in the morning of Beijing the day before is due, and not a moment sooner', () => {
  expect(dueDays('2026-11-22T01:59:59.999Z').at(-1)).toBe('2026-11-20')
  expect(dueDays('2026-11-22T02:00:00.000Z').at(-1)).toBe('2026-11-21')
  expect(dueDays('2026-11-22T02:00:00.000Z')).toHaveLength(7)
})

test('a day whose bill agrees is green, for its owner and nobody else', async () => {
  const { shop, day, paidFen } = await scene()
  expect(refusalOf(await read(shop, day))).toBe('404 not_reconciled')
  await afterTheDay(day)
  expect(await runNight()).toMatchObject({ ok: true })
  const sums = { payments: 1, paidFen, refunds: 0, refundedFen: 0 }
  const result = { shopId: shop.shopId, day, status: 'green', here: sums, atWechat: sums, differenceCount: 0 }
  const fundFlow = { status: 'held', paidFen, refundedFen: 0, otherInFen: 0, otherOutFen: 0 }
  expect(await read(shop, day)).toMatchObject({
    status: 200,
    body: { ...result, differences: [], fundFlow, fundFlowDifferences: [] },
  })
  const { reconciledAt } = (await read(shop, day)).body as { reconciledAt: string }
  expect(await read(shop)).toMatchObject({ status: 200, body: { items: [{ ...result, reconciledAt }] } })
  const path = `/v1/shops/${shop.shopId}/reconciliations`
  const staff = await newStaff(at, shop)
  expect((await send(at, { method: 'GET', path, token: staff.token })).status).toBe(403)
  await runNight()
  expect(await read(shop, day)).toMatchObject({ body: { reconciledAt } })
})

test('books that do not agree show exactly the lines that differ, and the next shop is not kept by them', async () => {
  const changed = await scene()
  const lost = await scene(await shopOf(boundSubMchids[1]))
  const unpaid = await scene()
  const fine = await scene()
  const stateOf = (paymentNo: string) => ({ table: 'payments', pk: `PAYMENT#${paymentNo}`, sk: 'PAYMENT' }) as const
  await at.database.set(stateOf(changed.paymentNo), { totalFen: changed.paidFen + 1 })
  await at.database.transact([{ kind: 'remove', name: 'lost', key: stateOf(lost.paymentNo) }])
  await at.database.set(stateOf(unpaid.paymentNo), { status: 'prepared' })
  await afterTheDay(fine.day)
  await runNight()
  const linesOf = async ({ shop, day }: typeof fine) => {
    const { body } = await read(shop, day)
    const { differences } = body as { differences: { difference: string; paymentNo: string }[] }
    return differences.map(({ difference, paymentNo }) => [difference, paymentNo])
  }
  expect(await linesOf(changed)).toEqual([['amount_differs', changed.paymentNo]])
  expect(await linesOf(lost)).toEqual([['missing_here', lost.paymentNo]])
  expect(await linesOf(unpaid)).toEqual([['state_differs', unpaid.paymentNo]])
  expect(await linesOf(fine)).toEqual([])
  expect(await read(fine.shop, fine.day)).toMatchObject({ body: { status: 'green' } })
})

test('a payment after the cancellation whose notification was lost is found by the bill, and goes back', async () => {
  const shop = await newShop(at)
  const product = await newProduct(at, shop, { units: 1 })
  const buyer = await newPerson(at)
  const { orderId } = await order(at, shop, buyer, product)
  const path = `/v1/shops/${shop.shopId}/orders/${orderId}`
  const jsapi = '/v3/pay/partner/transactions/jsapi'
  at.wechat.setFaults({ callFaults: [{ path: jsapi, times: 3, effect: { kind: 'status', status: 503 } }] })
  await send(at, { method: 'POST', path: `${path}/payment`, token: buyer.token })
  await send(at, { method: 'POST', path: `${path}/cancellation`, token: buyer.token })
  await paidOrder(at, shop, await newPerson(at), product)
  const paymentNo = await paymentNoOf(at, shop.shopId, orderId)
  const { payParams, day } = {
    payParams: await prepayLate(at, paymentNo),
    day: billDay(at.backend.clock.now().toISOString()),
  }
  at.wechat.setFaults({ callFaults: [], notificationsLost: 1 })
  await payOnPhone(at, buyer, payParams)
  await afterTheDay(day)
  await runNight()
  expect(await read(shop, day)).toMatchObject({ body: { differences: [{ difference: 'state_differs', paymentNo }] } })
  for (let minutes = 0; minutes < 2; minutes++) await at.advanceMinutes(2)
  const { order: after } = await orderOf(at, shop.shopId, orderId)
  expect(after.status).toBe('cancelled_refunded')
})

test('a shop whose account WeChat does not show us is reconciled by its trade bill, and says so', async () => {
  const { shop, day } = await scene()
  at.wechat.setFaults({ showsShopAccounts: false })
  await afterTheDay(day)
  await runNight()
  at.wechat.setFaults({ showsShopAccounts: true })
  expect(await read(shop, day)).toMatchObject({ body: { status: 'green', fundFlow: { status: 'not_permitted' } } })
})

test('a WeChat that is silent is asked again, and the day is reconciled then', async () => {
  const { shop, day } = await scene()
  const path = '/v3/bill/tradebill'
  at.wechat.setFaults({ callFaults: [{ path, times: 1_000, effect: { kind: 'status', status: 500 } }] })
  await afterTheDay(day)
  expect(await runNight()).toMatchObject({ ok: true })
  expect(refusalOf(await read(shop, day))).toBe('404 not_reconciled')
  at.wechat.setFaults({ callFaults: [] })
  await runNight()
  expect(await read(shop, day)).toMatchObject({ body: { status: 'green' } })
})

test('a shop that fails does not keep the others, and comes again when it is mended', async () => {
  const broken = await scene(await shopOf(boundSubMchids[2]))
  const fine = await scene()
  const key = { table: 'payments', pk: `PAYMENT#${broken.paymentNo}`, sk: 'PAYMENT' } as const
  await at.database.set(key, { status: 'of no kind' })
  await afterTheDay(fine.day)
  await runNight()
  expect(await read(fine.shop, fine.day)).toMatchObject({ body: { status: 'green' } })
  expect(refusalOf(await read(broken.shop, broken.day))).toBe('404 not_reconciled')
  await at.database.set(key, { status: 'succeeded' })
  await runNight()
  expect(await read(broken.shop, broken.day)).toMatchObject({ body: { status: 'green' } })
})
