import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../../functions/routes.ts'
import { type Route, servingFunction } from '../../functions/shared/rows.ts'
import { FieldEncryptionSecret } from '../../functions/shared/sealed-field.ts'
import type { DynamoFault } from '../../local/dynamodb-faults.ts'
import { call } from '../../local/main-job/http-client.ts'
import { logIn, openLinkAsStranger, placeOrder, quoteOrder, shareLink } from '../../local/main-job/people.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import { notificationOf, post, signedByStranger, transactionOf } from '../support/notification.ts'
import { paymentNoOf } from '../support/payment.ts'
import { errorOf, type Request, send } from '../support/request.ts'
import { rowRequest } from '../support/row-request.ts'
import { linesOf, newPerson, newProduct, newShop, pay, subMchid } from '../support/shop.ts'

/** What must be in no log: marks that stand for what people send us. */
const canary = {
  phone: '13800138000',
  name: '张三丰之金丝雀',
  address: '翠湖路金丝雀巷一号',
  mail: 'canary@example.com',
  recipient: '李四之金丝雀',
  recipientPhone: '+86 139 0013 9000',
  fetcherPhone: '0571-88880000',
  region: '浙江省 金丝雀区',
  door: '金丝雀路 7 号 301',
}
const address = {
  recipient: canary.recipient,
  phone: canary.recipientPhone,
  regionCode: '330199',
  region: canary.region,
  detail: canary.door,
}
/** What an order knows of somebody, as it would be written anywhere. */
const ofOrders = [...Object.values(address), canary.fetcherPhone]

let fault: DynamoFault | undefined
let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend({ faults: () => fault })
})
afterAll(() => at.close('meant'))

const functionLogs = () =>
  globSync('logs/*.log', { cwd: at.folder })
    .map((name) => readFileSync(join(at.folder, name), 'utf8'))
    .join('\n')

const rows: readonly Route[] = routes
/** Calls to DynamoDB that fail are tried again for a while, so it is not done with every row. */
const oneOfEachFunction = [...new Map(rows.map((row) => [servingFunction(row), row])).values()]
const faultyTimeoutMs = 90_000

/** The request as it is, and with marks wherever somebody might put them. */
function wrongRequests(request: Request): Request[] {
  const headers = { 'x-phone': canary.phone, cookie: `mail=${canary.mail}`, 'user-agent': canary.mail }
  const path = `${request.path}?phone=${canary.phone}&name=${encodeURIComponent(canary.name)}`
  if (request.method === 'GET') return [request, { ...request, path, headers }]
  const bodies = [
    JSON.stringify({ ...Object(request.body), ...canary }),
    JSON.stringify({
      ...Object(request.body),
      delivery: { kind: 'express', address: { ...address, regionCode: '38' } },
    }),
    JSON.stringify(Object.fromEntries(Object.keys(Object(request.body)).map((name) => [name, canary.address]))),
    `{"phone":"${canary.phone}",`,
  ]
  return [request, ...bodies.map((rawBody) => ({ ...request, path, headers, rawBody }))]
}

const fieldKey = () =>
  FieldEncryptionSecret.parse(JSON.parse(readFileSync(join(at.folder, 'field-keys.json'), 'utf8'))).keys.first ?? ''

test('where an order goes to is nowhere in the tables in the clear, and no list or step of it tells', async () => {
  const shop = await newShop(at)
  const buyer = await newPerson(at)
  const product = await newProduct(at, shop)
  const { shopId, owner } = shop
  const [lines, totalFen] = [linesOf(product), product.priceFen]
  const placed = await placeOrder(at, buyer, shopId, lines, totalFen, { kind: 'express', address })
  await placeOrder(at, buyer, shopId, lines, totalFen, { kind: 'pickup', phone: canary.fetcherPhone })
  await pay(at, shop, buyer, placed)
  await at.settle()
  const path = `/v1/shops/${shopId}/orders`
  const shipment = { parcels: [{ carrier: 'SF', trackingNo: 'SF0000000001' }] }
  const replies = [
    JSON.stringify(placed),
    ...(await Promise.all(
      [
        { method: 'GET', path, token: owner.token },
        { method: 'GET', path: '/v1/orders', token: buyer.token },
        { method: 'POST', path: `${path}/${placed.orderId}/shipment`, token: owner.token, body: shipment },
      ].map((request) => send(at, request).then(({ status, text }) => `${status} ${text}`)),
    )),
  ]
  expect(replies.slice(1).every((text) => text.startsWith('200 ') && text.includes(placed.orderId))).toBe(true)
  const written = JSON.stringify(await at.database.snapshot())
  expect(written).toContain('sealedAddress')
  expect(ofOrders.filter((text) => written.includes(text))).toEqual([])
  expect([...ofOrders, 'sealed'].filter((text) => replies.join('').includes(text))).toEqual([])
})

test('no log holds a phone number, a name, an openid, a token or a key, and no error shows the inside', {
  timeout: faultyTimeoutMs,
}, async () => {
  const { openid } = await call<{ openid: string }>('POST', `${at.wechatUrl}/phone/users`, {
    body: { name: canary.name },
  })
  const buyer = await logIn(at, canary.name)
  const shop = await newShop(at)
  const product = await newProduct(at, shop, { title: canary.address })
  const { shopId } = shop
  const lines = linesOf(product)
  const { orderId } = await placeOrder(at, buyer, shopId, lines, product.priceFen, { kind: 'express', address })
  await placeOrder(at, buyer, shopId, lines, product.priceFen, { kind: 'pickup', phone: canary.fetcherPhone })
  await quoteOrder(at, buyer, shopId, lines, { kind: 'express', address })
  const code = await shareLink(at, buyer, shop.shopId, product.productId, 'moments')
  const visitorId = await openLinkAsStranger(at, code, 1008)
  const facts = { shopId: shop.shopId, productId: product.productId, orderId, code, customerId: buyer.customerId }
  for (const [seed, row] of rows.entries()) {
    const request = rowRequest(row, facts, seed + 1)
    // Each row meets everybody, and everybody’s requests are of every kind; every pair of the two would be no other line.
    const tokens = [undefined, `${buyer.token}x`, shop.owner.token]
    for (const [turn, wrong] of wrongRequests(request).entries())
      await send(at, { ...wrong, token: tokens[(seed + turn) % tokens.length] })
  }
  for (const each of ['throttled', 'answer-lost'] as const) {
    fault = each
    const replies = await Promise.all(
      oneOfEachFunction.map((row) => send(at, { ...rowRequest(row, facts), token: shop.owner.token })),
    )
    fault = undefined
    const failed = replies.filter(({ status }) => status >= 500)
    expect(failed.length).toBeGreaterThan(3)
    for (const reply of failed) expect(errorOf(reply).message).not.toMatch(/dynamo|throttl|throughput|aws|socket|\.js/i)
  }
  const paymentNo = await paymentNoOf(at, shop.shopId, orderId)
  await pay(at, shop, buyer, { orderId })
  const told = transactionOf(at.world, { paymentNo, totalFen: 1, subMchid }, { payer: { sp_openid: openid } })
  const notification = notificationOf(at.world, told)
  for (const each of [notification, signedByStranger(notification), { ...notification, rawBody: canary.phone }])
    await post(at, each)
  await at.settle()

  const logs = functionLogs()
  expect(logs).toContain('"request"')
  expect(logs).toContain('"ERROR"')
  const [, payload = '', signature = ''] = buyer.token.split('.')
  const secrets = {
    ...canary,
    openid,
    visitorId,
    'session payload': payload,
    'session signature': signature,
    'app secret': at.world.appSecret,
    'APIv3 key': at.world.apiV3Key,
    'private key': at.world.merchantPrivateKeyPem.split('\n')[1] ?? '',
    'signing key': String(at.privateJwk.d),
    'key of personal data': fieldKey(),
  }
  const all = `${logs}\n${at.log.join('\n')}`
  const leaked = Object.entries(secrets).filter(([, text]) => text.length < 5 || all.includes(text))
  expect(leaked).toEqual([])
})
