import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ulid } from 'ulid'
import { ShopId } from '../domain/shared/ids.ts'
import { loadOrder, loadOrderEvents } from '../functions/orders/order-store.ts'
import { loadHistory } from '../functions/repurchase/history-store.ts'
import type { Reader } from '../functions/shared/storage.ts'
import { bundle } from '../infra/bundle.ts'
import { synthesise } from '../infra/synthesise.ts'
import { startBackend } from '../local/backend.ts'
import { atOnce } from '../local/main-job/at-once.ts'
import { readRepurchase } from '../local/main-job/figures.ts'
import {
  type Addresses,
  logIn,
  openShop,
  type Person,
  payOnPhone,
  placeOrder,
  prepay,
  publishProduct,
} from '../local/main-job/people.ts'
import { openData } from '../local/open-data.ts'
import { boundSubMchids } from '../local/wechat/world.ts'

/**
 * How long after an order's payment is recorded the figures of its shop have it: orders of one hot shop, paid at a steady
 * rate over HTTP on the whole local runtime. Measured from the moment that the event names, before its transaction is
 * sent, to the first look at the store that finds the customer's history, which is written in one transaction with the
 * figures; so it says too much by a transaction and up to one look. At the end the API's dashboard must have every order.
 */
const { values } = parseArgs({
  options: { orders: { type: 'string', default: '120' }, rate: { type: 'string', default: '3' } },
})
const orders = Number(values.orders)
const perSecond = Number(values.rate)
/** Paid before, so that every function has been started. */
const warmUps = 10
const lookEveryMs = 10
const visibleTimeoutMs = 300_000
/** People who do something at the same moment while nothing is measured. */
const width = 6
const priceFen = 8_800

type Shop = { readonly at: Addresses; readonly shopId: ShopId; readonly owner: Person }
type Pending = {
  readonly buyer: Person
  readonly orderId: string
  readonly payParams: Readonly<Record<string, string>>
}

async function openBusyShop(at: Addresses): Promise<Shop & { readonly order: () => Promise<Pending> }> {
  const owner = await logIn(at, `店主 ${ulid()}`)
  const shopId = ShopId.parse(await openShop(at, owner, '热闹铺', boundSubMchids[0] ?? ''))
  const skuId = `sku_${ulid()}`
  const skus = [{ skuId, options: { 茶: '头采' }, priceFen, units: orders + warmUps }]
  const productId = await publishProduct(at, owner, shopId, { title: '头采春茶', skus })
  const order = async () => {
    const buyer = await logIn(at, `买家 ${ulid()}`)
    const { orderId } = await placeOrder(at, buyer, shopId, [{ productId, skuId, quantity: 1 }], priceFen)
    const { payParams } = await prepay(at, buyer, shopId, orderId)
    return { buyer, orderId, payParams }
  }
  return { at, shopId, owner, order }
}

/** Pays, and waits until the figures have the order. @returns milliseconds since the payment was recorded. */
async function payAndLook(db: Reader, { at, shopId }: Shop, { buyer, orderId, payParams }: Pending): Promise<number> {
  await payOnPhone(at, buyer, payParams)
  const deadline = Date.now() + visibleTimeoutMs
  for (;;) {
    const { history } = await loadHistory(db, shopId, buyer.customerId)
    const seenMs = Date.now()
    if (history.purchases.some((purchase) => purchase.orderId === orderId))
      return seenMs - (await paidAtMs(db, shopId, orderId))
    if (seenMs > deadline) {
      const order = await loadOrder(db, shopId, orderId)
      throw new Error(`${orderId}, ${order?.status}, is in no figure after ${visibleTimeoutMs} ms`)
    }
    await sleep(lookEveryMs)
  }
}

async function paidAtMs(db: Reader, shopId: string, orderId: string): Promise<number> {
  const events = await loadOrderEvents(db, shopId, orderId)
  return Date.parse(events.find(({ event }) => event.type === 'order_paid')?.event.at ?? '')
}

async function measure(db: Reader, at: Addresses): Promise<number[]> {
  const shop = await openBusyShop(at)
  const pending = await atOnce(Array.from({ length: orders + warmUps }), width, shop.order)
  await atOnce(pending.slice(0, warmUps), width, (each) => payAndLook(db, shop, each))
  const from = performance.now()
  const times = await Promise.all(
    pending.slice(warmUps).map(async (each, number) => {
      await sleep(Math.max(0, from + (number / perSecond) * 1_000 - performance.now()))
      return payAndLook(db, shop, each)
    }),
  )
  const shown = await readRepurchase(at, shop.owner, shop.shopId)
  if (shown.orders !== pending.length) throw new Error(`The dashboard has ${shown.orders} orders of ${pending.length}`)
  return times.sort((a, b) => a - b)
}

const folder = mkdtempSync(join(tmpdir(), 'huitou-bench-'))
try {
  const [bundles, assembly, data] = [join(folder, 'dist'), join(folder, 'cdk.out'), join(folder, 'data')]
  await bundle({ outdir: bundles })
  synthesise({ outdir: assembly, functionsFrom: bundles, checkSchemas: false })
  const backend = await startBackend({ assembly, folder: data, lazy: true })
  const { context, close } = await openData(data)
  try {
    const times = await measure(context.db, { apiUrl: backend.apiUrl, wechatUrl: backend.wechat.baseUrl })
    const quantile = (part: number) => times[Math.min(times.length - 1, Math.floor(part * times.length))]
    const [load = 0] = loadavg()
    console.log(
      JSON.stringify({
        n: times.length,
        perSecond,
        p50Ms: quantile(0.5),
        p99Ms: quantile(0.99),
        load: Math.round(load),
      }),
    )
  } finally {
    await close()
    await backend.close()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
