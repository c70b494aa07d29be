import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../../functions/routes.ts'
import { type Route, servingFunction } from '../../functions/shared/rows.ts'
import type { DynamoFault } from '../../local/dynamodb-faults.ts'
import { call } from '../../local/main-job/http-client.ts'
import { logIn, openLinkAsStranger, shareLink } from '../../local/main-job/people.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import { notificationOf, post, signedByStranger, transactionOf } from '../support/notification.ts'
import { paymentNoOf } from '../support/payment.ts'
import { errorOf, type Request, send } from '../support/request.ts'
import { rowRequest } from '../support/row-request.ts'
import { newProduct, newShop, order, pay, subMchid } from '../support/shop.ts'

/** What must be in no log: marks that stand for what people send us. */
const canary = {
  phone: '13800138000',
  name: '张三丰之金丝雀',
  address: '翠湖路金丝雀巷一号',
  mail: 'canary@example.com',
}

let fault: DynamoFault | undefined
let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend({ faults: () => fault })
})
afterAll(() => at.close())

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
    JSON.stringify(Object.fromEntries(Object.keys(Object(request.body)).map((name) => [name, canary.address]))),
    `{"phone":"${canary.phone}",`,
  ]
  return [request, ...bodies.map((rawBody) => ({ ...request, path, headers, rawBody }))]
}

test('no log holds a phone number, a name, an openid, a token or a key, and no error shows the inside', {
  timeout: faultyTimeoutMs,
}, async () => {
  const { openid } = await call<{ openid: string }>('POST', `${at.wechatUrl}/phone/users`, {
    body: { name: canary.name },
  })
  const buyer = await logIn(at, canary.name)
  const shop = await newShop(at)
  const product = await newProduct(at, shop, { title: canary.address })
  const { orderId } = await order(at, shop, buyer, product)
  const code = await shareLink(at, buyer, shop.shopId, product.productId, 'moments')
  const visitorId = await openLinkAsStranger(at, code, 1008)
  const facts = { shopId: shop.shopId, productId: product.productId, orderId, code, customerId: buyer.customerId }
  for (const [seed, row] of rows.entries()) {
    const request = rowRequest(row, facts, seed + 1)
    for (const token of [undefined, `${buyer.token}x`, shop.owner.token])
      for (const wrong of wrongRequests(request)) await send(at, { ...wrong, token })
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
  await pay(at, shop, buyer, { orderId, totalFen: 0, holdEndsAt: '' })
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
  }
  const all = `${logs}\n${at.log.join('\n')}`
  const leaked = Object.entries(secrets).filter(([, text]) => text.length < 5 || all.includes(text))
  expect(leaked).toEqual([])
})
