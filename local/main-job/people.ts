import { ulid } from 'ulid'
import { call } from './http-client.ts'

/** Where the API and WeChat's stand-in are. */
export type Addresses = { readonly apiUrl: string; readonly wechatUrl: string }

/** Somebody with a phone: what they do goes through the HTTP API, and through WeChat where the phone would. */
export type Person = {
  readonly name: string
  customerId: string
  token: string
}

export type Line = { readonly productId: string; readonly skuId: string; readonly quantity: number }
export type Placed = {
  readonly orderId: string
  readonly shippingFeeFen: number
  readonly totalFen: number
  readonly holdEndsAt: string
}
export type SkuDraft = {
  readonly skuId: string
  readonly options: Readonly<Record<string, string>>
  readonly priceFen: number
  readonly lowStockAt?: number
}
type PayParams = Readonly<Record<string, string>>

/** Logs in as the mini-program would: a code from WeChat, exchanged for a session. Again later it is a new session. */
export async function logIn(at: Addresses, name: string, visitorId?: string): Promise<Person> {
  await call('POST', `${at.wechatUrl}/phone/users`, { body: { name } })
  const { code } = await call<{ code: string }>('POST', `${at.wechatUrl}/phone/login-code`, { body: { name } })
  const body = visitorId === undefined ? { code } : { code, visitorId }
  const session = await call<{ customerId: string; accessToken: string }>('POST', `${at.apiUrl}/v1/sessions`, { body })
  return { name, customerId: session.customerId, token: session.accessToken }
}

/** The same person on another day: access tokens last two hours. */
export async function logInAgain(at: Addresses, person: Person): Promise<void> {
  const { token } = await logIn(at, person.name)
  person.token = token
}

export async function openShop(at: Addresses, owner: Person, name: string, subMchid: string): Promise<string> {
  const body = { shopId: `shp_${ulid()}`, name, subMchid }
  await call('POST', `${at.apiUrl}/v1/shops`, { token: owner.token, body })
  return body.shopId
}

/** Drafts a product, takes units into stock for each variant, and puts it on sale. */
export async function publishProduct(
  at: Addresses,
  owner: Person,
  shopId: string,
  draft: { readonly title: string; readonly skus: readonly (SkuDraft & { readonly units: number })[] },
): Promise<string> {
  const products = `${at.apiUrl}/v1/shops/${shopId}/products`
  const productId = `prd_${ulid()}`
  const skus = draft.skus.map(({ units: _, ...sku }) => sku)
  await call('POST', products, { token: owner.token, body: { productId, title: draft.title, skus } })
  for (const { skuId, units } of draft.skus) {
    const body = { moveId: `mov_${ulid()}`, skuId, kind: 'receive', quantity: units, reason: '到货入库' }
    await call('POST', `${products}/${productId}/stock-moves`, { token: owner.token, body })
  }
  await call('POST', `${products}/${productId}/publication`, { token: owner.token })
  return productId
}

/** The person's own tracked link; the code that a share card carries. */
export async function shareLink(at: Addresses, person: Person, shopId: string, productId: string, channel: string) {
  const body = { productId, channel }
  const url = `${at.apiUrl}/v1/shops/${shopId}/links`
  return (await call<{ code: string }>('POST', url, { token: person.token, body })).code
}

/** Somebody opens a link on a phone on which nobody is logged in yet; the phone's own id for its visits. */
export async function openLinkAsStranger(at: Addresses, code: string, launchScene: number): Promise<string> {
  const visitorId = `vis_${ulid()}`
  await call('POST', `${at.apiUrl}/v1/links/${code}/visits`, { body: { visitorId, launchScene } })
  return visitorId
}

/** Where a parcel goes to. Everybody has a phone of their own: who shares one with the referrer looks like the same person. */
export const toDoor = (recipient: string, regionCode: string, region: string, detail: string) => ({
  kind: 'express',
  address: { recipient, phone: phoneOf(recipient), regionCode, region, detail },
})
const hangzhou = ['330106', '浙江省 杭州市 西湖区'] as const
export const toHangzhou = toDoor('陈大明', ...hangzhou, '龙井路 1 号')

/** The number of somebody with that name, always the same one. */
function phoneOf(name: string): string {
  let sum = 0
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 100_000_000
  return `139${String(sum).padStart(8, '0')}`
}

/** A door of the person's own. */
const toHome = ({ name, customerId }: Person) =>
  toDoor(name.slice(0, 32), ...hangzhou, `龙井路 ${customerId.slice(-8)} 号`)

export const placeOrder = (
  at: Addresses,
  buyer: Person,
  shopId: string,
  lines: readonly Line[],
  totalFen: number,
  delivery: object = toHome(buyer),
  orderId = `ord_${ulid()}`,
): Promise<Placed> =>
  call('POST', `${at.apiUrl}/v1/shops/${shopId}/orders`, {
    token: buyer.token,
    body: { orderId, lines, totalFen, delivery },
  })

/** What the order would cost, goods and shipping. */
export const quoteOrder = (at: Addresses, buyer: Person, shopId: string, lines: readonly Line[], delivery: object) =>
  call<{ goodsFen: number; shippingFeeFen: number; totalFen: number }>(
    'POST',
    `${at.apiUrl}/v1/shops/${shopId}/order-quotes`,
    { token: buyer.token, body: { lines, delivery } },
  )

export const changeSettings = (at: Addresses, owner: Person, shopId: string, settings: object) =>
  call('PATCH', `${at.apiUrl}/v1/shops/${shopId}/settings`, { token: owner.token, body: settings })

/** The parameters for wx.requestPayment. */
export const prepay = (at: Addresses, buyer: Person, shopId: string, orderId: string) =>
  call<{ payParams: PayParams }>('POST', `${at.apiUrl}/v1/shops/${shopId}/orders/${orderId}/payment`, {
    token: buyer.token,
  })

/** Pays on the phone; WeChat checks the parameters' signature. */
export const payOnPhone = (at: Addresses, buyer: Person, payParams: PayParams) =>
  call<{ transactionId: string }>('POST', `${at.wechatUrl}/phone/pay`, { body: { name: buyer.name, payParams } })

/** Waits until the order shows what should become of it; the answer comes from the stream, not from the caller. */
export async function untilStatus(at: Addresses, who: Person, shopId: string, orderId: string, status: string) {
  const url = `${at.apiUrl}/v1/shops/${shopId}/orders/${orderId}`
  await until(`order ${orderId} is ${status}`, async () => {
    const order = await call<{ status: string }>('GET', url, { token: who.token })
    return order.status === status ? order : undefined
  })
}

const untilTimeoutMs = 20_000
const untilPollMs = 15

/** Asks again until there is an answer. Throws, saying what it waited for, after `untilTimeoutMs`. */
export async function until<Answer>(what: string, ask: () => Promise<Answer | undefined>): Promise<Answer> {
  const deadline = performance.now() + untilTimeoutMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (performance.now() > deadline) throw new Error(`Waited ${untilTimeoutMs / 1_000} s in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, untilPollMs))
  }
}

export const shipOrder = (at: Addresses, staff: Person, shopId: string, orderId: string, trackingNo: string) =>
  call('POST', `${at.apiUrl}/v1/shops/${shopId}/orders/${orderId}/shipment`, {
    token: staff.token,
    body: { parcels: [{ carrier: 'SF', trackingNo }] },
  })

/** Waits until WeChat knows of the shipment, as the shop's people see it. */
export const untilReported = (at: Addresses, staff: Person, shopId: string, orderId: string) =>
  until(`WeChat knows of the shipment of ${orderId}`, async () => {
    const path = `${at.apiUrl}/v1/shops/${shopId}/orders/${orderId}`
    const order = await call<{ shippingReport?: { status: string } }>('GET', path, { token: staff.token })
    return order.shippingReport?.status === 'told' ? order : undefined
  })

export const receiveOrder = (at: Addresses, buyer: Person, shopId: string, orderId: string) =>
  call('POST', `${at.apiUrl}/v1/shops/${shopId}/orders/${orderId}/receipt`, { token: buyer.token })

/** The shop gives money back by itself; units that were not shipped yet go on sale again. */
export const refundOrder = (
  at: Addresses,
  staff: Person,
  shopId: string,
  orderId: string,
  lines: readonly { readonly skuId: string; readonly quantity: number; readonly amountFen: number }[],
) =>
  call('POST', `${at.apiUrl}/v1/shops/${shopId}/orders/${orderId}/refunds`, {
    token: staff.token,
    body: { afterSalesId: `afs_${ulid()}`, lines, reason: '补偿' },
  })

/** The buyer asks for money back, without the goods coming back, and the shop agrees. */
export async function refundOnRequest(
  at: Addresses,
  { buyer, staff }: { readonly buyer: Person; readonly staff: Person },
  shopId: string,
  orderId: string,
  lines: Parameters<typeof refundOrder>[4],
): Promise<void> {
  const url = `${at.apiUrl}/v1/shops/${shopId}/orders/${orderId}/after-sales`
  const body = { afterSalesId: `afs_${ulid()}`, kind: 'refund_only', lines, reason: '茶罐破了' }
  await call('POST', url, { token: buyer.token, body })
  await call('POST', `${url}/${body.afterSalesId}/approval`, { token: staff.token })
}

/** Waits until what was paid for the order, less what has gone back, is so much. */
export async function untilNetPaid(at: Addresses, who: Person, shopId: string, orderId: string, netPaidFen: number) {
  const url = `${at.apiUrl}/v1/shops/${shopId}/orders/${orderId}`
  await until(`${netPaidFen} fen of order ${orderId} are left`, async () => {
    const order = await call<{ netPaidFen?: number }>('GET', url, { token: who.token })
    return order.netPaidFen === netPaidFen ? order : undefined
  })
}
