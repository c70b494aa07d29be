import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openShop, payOnPhone, prepay, untilStatus } from '../../local/main-job/people.ts'
import { createWechatWorld } from '../../local/wechat/world.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import {
  type Notification,
  notificationOf,
  post,
  signedAt,
  signedByStranger,
  transactionOf,
} from '../support/notification.ts'
import { once } from '../support/once.ts'
import { orderOf } from '../support/payment.ts'
import { refusalOf } from '../support/request.ts'
import { newPerson, newProduct, newShop, order, subMchid } from '../support/shop.ts'

let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend()
})
afterAll(() => at.close())

/** An order whose payment was opened, and what WeChat would say of it. */
async function scene() {
  const shop = await newShop(at)
  const product = await newProduct(at, shop)
  const buyer = await newPerson(at)
  const { orderId, totalFen } = await order(at, shop, buyer, product)
  await prepay(at, buyer, shop.shopId, orderId)
  const { paymentNo } = (await orderOf(at, shop.shopId, orderId)).order
  const told = (over: object = {}) => transactionOf(at.world, { paymentNo, totalFen, subMchid }, { ...over })
  return { shop, buyer, orderId, totalFen, paymentNo, told }
}
type Scene = Awaited<ReturnType<typeof scene>>
// What is refused, or pays nothing, leaves it as it is: the next one may try it too.
const sharedScene = once(scene)

/** Posts it and holds that no table has changed. */
async function refusedWithoutEffect(notification: Notification): Promise<void> {
  const before = await at.database.snapshot()
  expect(refusalOf(await post(at, notification))).toBe('401 notification_refused')
  await at.idle()
  expect(await at.database.snapshot()).toEqual(before)
}

const minutesMs = 60_000
const forged: Record<string, (right: Notification, scene: Scene) => Promise<Notification> | Notification> = {
  'signed by another key': signedByStranger,
  'six minutes old': (right) => signedAt(at.world, right, Date.now() - 6 * minutesMs),
  'six minutes in the future': (right) => signedAt(at.world, right, Date.now() + 6 * minutesMs),
  'of a serial that nobody knows': ({ headers, rawBody }) => ({
    rawBody,
    headers: { ...headers, 'wechatpay-serial': 'PUB_KEY_ID_0000000000000000000000000000' },
  }),
  'whose signature probes the receiver': ({ headers, rawBody }) => ({
    rawBody,
    headers: { ...headers, 'wechatpay-signature': `WECHATPAY/SIGNTEST/${headers['wechatpay-signature']}` },
  }),
  'whose body was changed by one character': ({ headers, rawBody }) => ({
    headers,
    rawBody: rawBody.replace('支付成功', '支付成攻'),
  }),
  'with the signature of another message': ({ rawBody }, { told }) => ({
    rawBody,
    headers: notificationOf(at.world, told()).headers,
  }),
  'without a signature': ({ headers: { 'wechatpay-signature': _, ...headers }, rawBody }) => ({ headers, rawBody }),
  'without a body': () => signedAt(at.world, { rawBody: '', headers: {} }, Date.now()),
  'that is no JSON': () => signedAt(at.world, { rawBody: 'paid', headers: {} }, Date.now()),
  'sealed with another key than ours': (_, { told }) =>
    notificationOf({ ...at.world, apiV3Key: 'x'.repeat(32) }, told()),
  'of a payment that is not paid': (_, { told }) => notificationOf(at.world, told({ trade_state: 'NOTPAY' })),
  'of another merchant': (_, { told }) => notificationOf(at.world, told({ sp_mchid: '1600000000' })),
  'of another mini-program': (_, { told }) => notificationOf(at.world, told({ sp_appid: 'wx0000000000000000' })),
  'without an amount': (_, { told }) => notificationOf(at.world, told({ amount: {} })),
  'in another currency': (_, { told }) => notificationOf(at.world, told({ amount: { total: 8_800, currency: 'USD' } })),
  'signed and sealed in another world': async (_, { told }) => notificationOf(await createWechatWorld(), told()),
}

describe('refuses a notification', () => {
  test.each(Object.keys(forged))('%s', async (what) => {
    const of = await sharedScene()
    const spoil = forged[what]
    if (!spoil) throw new Error(what)
    await refusedWithoutEffect(await spoil(notificationOf(at.world, of.told()), of))
    const { order: after } = await orderOf(at, of.shop.shopId, of.orderId)
    expect(after.status).toBe('awaiting_payment')
  })
})

const stray: Record<string, (scene: Scene) => Promise<object> | object> = {
  'of another amount': ({ told, totalFen }) => told({ amount: { total: totalFen - 1, currency: 'CNY' } }),
  'of another shop’s merchant number': ({ told }) => told({ sub_mchid: '1900000102' }),
  'of a number that is not ours': ({ told }) => told({ out_trade_no: 'pay_00000000000000000000000009' }),
}

describe('takes note of a right notification that is not the payment asked for, and pays nothing by it', () => {
  test.each(Object.keys(stray))('%s', async (what) => {
    const of = await sharedScene()
    const transaction = { ...(await stray[what]?.(of)) } as { transaction_id: string }
    expect((await post(at, notificationOf(at.world, transaction))).status).toBe(204)
    await at.idle()
    const { order: after } = await orderOf(at, of.shop.shopId, of.orderId)
    expect(after.status).toBe('awaiting_payment')
    const pk = `STRAY#${transaction.transaction_id}`
    expect(await at.database.get({ table: 'payments', pk, sk: 'TRANSACTION' })).toMatchObject({
      transactionId: transaction.transaction_id,
    })
  })
})

test('a right notification pays the order, and again and again changes nothing more', async () => {
  const { shop, buyer, orderId, told } = await scene()
  const notification = notificationOf(at.world, told())
  const replies = await Promise.all(Array.from({ length: 5 }, () => post(at, notification)))
  expect(replies.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204])
  await untilStatus(at, buyer, shop.shopId, orderId, 'paid')
  await at.idle()
  const before = await at.database.snapshot()
  for (const again of [notification, notificationOf(at.world, told())]) expect((await post(at, again)).status).toBe(204)
  await at.idle()
  expect(await at.database.snapshot()).toEqual(before)
})

test('a second transaction under the number of a paid order is kept apart', async () => {
  const { shop, buyer, orderId, told } = await scene()
  await post(at, notificationOf(at.world, told()))
  await untilStatus(at, buyer, shop.shopId, orderId, 'paid')
  const second = { transaction_id: '4200099999999999999999999999' }
  expect((await post(at, notificationOf(at.world, told(second)))).status).toBe(204)
  const { order: after } = await orderOf(at, shop.shopId, orderId)
  expect(after).toMatchObject({ status: 'paid', transactionId: told().transaction_id })
  const key = { table: 'payments', pk: `STRAY#${second.transaction_id}`, sk: 'TRANSACTION' } as const
  expect(await at.database.get(key)).toMatchObject({ reason: 'transaction' })
})

test('a notification of a kind that nobody acts on is acknowledged, and changes nothing', async () => {
  const { told } = await scene()
  const before = await at.database.snapshot()
  expect((await post(at, notificationOf(at.world, told(), 'COUPON.USE'))).status).toBe(204)
  expect(await at.database.snapshot()).toEqual(before)
})

test('the older key of WeChat’s is good as well, as long as the settings name it', async () => {
  const owner = await newPerson(at)
  const shop = { owner, shopId: await openShop(at, owner, '换证书', subMchid) }
  const buyer = await newPerson(at)
  const product = await newProduct(at, shop)
  const { orderId } = await order(at, shop, buyer, product)
  at.wechat.setFaults({ signWith: 'platform' })
  const { payParams } = await prepay(at, buyer, shop.shopId, orderId)
  await payOnPhone(at, buyer, payParams)
  await untilStatus(at, buyer, shop.shopId, orderId, 'paid')
  at.wechat.setFaults({ signWith: 'auto' })
})
