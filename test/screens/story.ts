import { billDay } from '../../domain/payments/reconciliation.ts'
import { call } from '../../local/main-job/http-client.ts'
import { runMainJob } from '../../local/main-job/main-job.ts'
import { readAccount, requestPayout } from '../../local/main-job/payout.ts'
import {
  type Addresses,
  logIn,
  logInAgain,
  openLinkAsStranger,
  openShop,
  type Person,
  placeOrder,
  publishProduct,
  shareLink,
  shipOrder,
  toDoor,
  until,
  untilStatus,
} from '../../local/main-job/people.ts'
import type { Stage } from '../../local/main-job/stage.ts'
import { stageOf } from '../../local/main-job/stage-of.ts'
import { boundSubMchids } from '../../local/wechat/world.ts'
import type { startTestBackend } from '../support/backend.ts'
import { openDatabase } from '../support/database.ts'
import { paymentNoOf } from '../support/payment.ts'
import { linesOf, newId, pay, refund, type TestProduct, type TestShop } from '../support/shop.ts'
import { channels, dayBefore, pastOrders, type Tea } from './past.ts'

type Backend = Awaited<ReturnType<typeof startTestBackend>>

/** Where the pictures are taken. */
export type Story = {
  readonly shop: TestShop
  readonly productId: string
  readonly referrer: Person
  /** Of two links, with a claim by who lost. */
  readonly disputedOrderId: string
  readonly refundedOrderId: string
  /** The day, in Beijing, whose books differ from WeChat's bill by one line. */
  readonly day: string
  /** A file to import, with lines that are left out. */
  readonly importCsv: string
}

type Scene = { readonly stage: Stage; readonly shop: TestShop; readonly call: ReturnType<typeof callAs> }
type Method = Parameters<typeof call>[0]

const callAs =
  (stage: Stage, { shopId }: TestShop) =>
  <Reply>(method: Method, path: string, { token }: Person, body?: unknown): Promise<Reply> =>
    call<Reply>(method, `${stage.at.apiUrl}/v1/shops/${shopId}/${path}`, { token, body })

/** The main job, and then all that the pages of the console have to show and it does not do. */
export async function tellStory(backend: Backend): Promise<Story> {
  const quiet = { chapter: () => undefined, step: () => undefined }
  const stage = stageOf(backend, quiet)
  const { shop: made } = await runMainJob(stage)
  const { owner, referrer, newcomer, productId } = made
  const shop = { shopId: made.shopId, owner }
  const scene = { stage, shop, call: callAs(stage, shop) }
  await logInAgain(stage.at, owner)
  const { tea, sold } = await fillCatalog(scene, productId)
  await scene.call('POST', 'imports', owner, { kind: 'orders', csv: pastOrders(backend.clock.now(), sold) })
  await spendOnChannels(scene, backend.clock.now())
  const { orderId: disputedOrderId } = await disputedOrder(scene, tea, referrer)
  await heldCommission(scene, tea)
  const day = await dayThatDiffers(scene, backend, tea)
  const again = [owner, referrer, newcomer]
  for (const person of again) await logInAgain(stage.at, person)
  await askForPayout(scene, newcomer)
  const refundedOrderId = await today(scene, tea, referrer)
  await otherShop(stage)
  await backend.idle()
  return { shop, productId, referrer, disputedOrderId, refundedOrderId, day, importCsv: fileToImport }
}

/** What the channels cost in the months before: more every time, and nothing for the last one. */
async function spendOnChannels({ shop, call }: Scene, now: Date): Promise<void> {
  for (const [at, channel] of channels.slice(0, -1).entries())
    for (let month = 1; month <= 3; month++) {
      const day = dayBefore(now, month * 30 + at)
      await call('PUT', `channels/${channel}/spending/${day}`, shop.owner, { spentFen: (at + 1) * month * 12_000 })
    }
}

const fileToImport = [
  'order_id,customer_id,product_id,quantity,amount,timestamp',
  'N1,新抄的客人,桂花乌龙,1,66.00,2026-10-02',
  'N2,新抄的客人,桂花乌龙,两,132.00,2026-10-09',
  'N3,新抄的客人,桂花乌龙,1,六十六,2026-10-16',
  '',
].join('\n')

type Catalog = { readonly tea: TestProduct; readonly sold: readonly [Tea, Tea] }

/** More to sell: one that runs low, one as a draft, one spread for a flash sale; and who works here. */
async function fillCatalog({ stage, shop, call }: Scene, giftId: string): Promise<Catalog> {
  const { owner, shopId } = shop
  const categories = ['绿茶', '乌龙', '礼盒'].map((name) => ({ categoryId: newId('cat'), name }))
  await call('PUT', 'categories', owner, { categories })
  const low = { skuId: newId('sku'), options: { 规格: '50 克' }, priceFen: 6_600, units: 3, lowStockAt: 5 }
  const lowId = await publishProduct(stage.at, owner, shopId, { title: '桂花乌龙', skus: [low] })
  const skuId = newId('sku')
  const flash = { skuId, options: { 规格: '100 克' }, priceFen: 16_800, units: 80 }
  const productId = await publishProduct(stage.at, owner, shopId, { title: '明前龙井', skus: [flash] })
  await call('PUT', `products/${productId}/flash-sale`, owner, { skuId, expectedOrdersPerSecond: 400 })
  const draft = { skuId: newId('sku'), options: { 规格: '357 克' }, priceFen: 29_800 }
  await call('POST', 'products', owner, { productId: newId('prd'), title: '老白茶饼', skus: [draft] })
  await call('POST', `products/${giftId}/stock-moves`, owner, {
    moveId: newId('mov'),
    skuId: (await call<{ skus: { skuId: string }[] }>('GET', `products/${giftId}/stock`, owner)).skus[0]?.skuId,
    kind: 'write_off',
    quantity: 1,
    reason: '茶罐压坏',
  })
  for (const name of ['小李', '阿芳']) {
    const { customerId } = await logIn(stage.at, `店员${name}`)
    await call('PUT', `staff/${customerId}`, owner, { name })
  }
  const sold = [
    { productId, yuan: 168 },
    { productId: lowId, yuan: 66 },
  ] as const
  return { tea: { productId, skuId, priceFen: flash.priceFen }, sold }
}

/** Somebody came by one link and then by another one; who lost says that it was them. */
async function disputedOrder(scene: Scene, tea: TestProduct, referrer: Person) {
  const { stage, shop, call } = scene
  const { at } = stage
  await logInAgain(at, referrer)
  const rival = await logIn(at, '阿紫')
  const early = await shareLink(at, rival, shop.shopId, tea.productId, 'weibo')
  const late = await shareLink(at, referrer, shop.shopId, tea.productId, 'group')
  const buyer = await logIn(at, '小叶', await openLinkAsStranger(at, early, 1008))
  await visit(stage, late, buyer)
  const placed = await buy(at, shop, buyer, tea)
  const body = { disputeId: newId('dsp'), statement: '这位客人是我在微博上介绍来的，聊天记录可以给您看。' }
  await call('POST', `orders/${placed.orderId}/attribution-disputes`, rival, body)
  return placed
}

/** An order to the buyer's own door; who shares one with a referrer would look like the same person. */
function place(at: Addresses, { shopId }: TestShop, buyer: Person, tea: TestProduct, quantity = 1) {
  const house = (buyer.name.codePointAt(1) ?? 0) % 300
  const door = toDoor(buyer.name, '330106', '浙江省 杭州市 西湖区', `龙井路 ${house} 号`)
  return placeOrder(at, buyer, shopId, linesOf(tea, quantity), tea.priceFen * quantity, door)
}

async function buy(at: Addresses, shop: TestShop, buyer: Person, tea: TestProduct, quantity = 1) {
  const placed = await place(at, shop, buyer, tea, quantity)
  await pay(at, shop, buyer, placed)
  await untilStatus(at, buyer, shop.shopId, placed.orderId, 'paid')
  return placed
}

const visit = ({ at }: Stage, code: string, { token }: Person) =>
  call('POST', `${at.apiUrl}/v1/links/${code}/visits`, { token, body: {} })

/** A buyer on the referrer's own device: their commission waits for the owner. */
async function heldCommission({ stage, shop, call }: Scene, tea: TestProduct): Promise<void> {
  const { at } = stage
  const visitorId = newId('vis')
  const referrer = await logIn(at, '阿强', visitorId)
  const code = await shareLink(at, referrer, shop.shopId, tea.productId, 'moments')
  const buyer = await logIn(at, '阿强二号', visitorId)
  await visit(stage, code, buyer)
  const { orderId } = await buy(at, shop, buyer, tea)
  await until('the commission is held', async () => {
    const { items } = await call<{ items: { orderId: string }[] }>('GET', 'commission-holds', shop.owner)
    return items.some((held) => held.orderId === orderId) || undefined
  })
}

/** Two more days, of which the first is not what WeChat's bill says: there, a payment that we took for unpaid. */
async function dayThatDiffers({ stage, shop }: Scene, backend: Backend, tea: TestProduct): Promise<string> {
  const { at } = stage
  const database = openDatabase(backend.shared)
  const { orderId } = await buy(at, shop, await logIn(at, '小雨'), tea)
  const day = billDay(backend.clock.now().toISOString())
  const pk = `PAYMENT#${await paymentNoOf({ database }, shop.shopId, orderId)}`
  await database.set({ table: 'payments', pk, sk: 'PAYMENT' }, { status: 'prepared' })
  database.close()
  for (const ahead of [1, 2]) {
    const noonMs = Date.parse(`${day}T04:00:00Z`) + ahead * 86_400_000
    await stage.advanceMinutes(Math.ceil((noonMs - backend.clock.now().getTime()) / 60_000))
    await backend.runSchedule('reconcile-day')
  }
  for (const schedule of ['fit-predictions', 'check-figures']) await backend.runSchedule(schedule)
  await stage.carryUp()
  return day
}

async function askForPayout({ stage, shop }: Scene, newcomer: Person): Promise<void> {
  const { availableFen } = await readAccount(stage.at, newcomer, shop.shopId)
  await requestPayout(stage.at, newcomer, shop.shopId, availableFen)
}

/** What came in today: orders to ship, one on its way, one unpaid, a case to answer, and one that was given back in part. */
async function today({ stage, shop, call }: Scene, tea: TestProduct, referrer: Person): Promise<string> {
  const { at } = stage
  const { owner, shopId } = shop
  const somebody = (name: string) => logIn(at, name)
  const code = await shareLink(at, referrer, shopId, tea.productId, 'moments')
  const brought = await logIn(at, '小鱼', await openLinkAsStranger(at, code, 1155))
  const { orderId } = await buy(at, shop, brought, tea, 2)
  await refund(at, shop, orderId, tea.skuId, 5_000)
  await stage.sendRefunds()
  for (const name of ['阿珍', '老王']) await buy(at, shop, await somebody(name), tea)
  const sent = await buy(at, shop, await somebody('小吴'), tea)
  await shipOrder(at, owner, shopId, sent.orderId, 'SF1310047722001')
  await untilStatus(at, owner, shopId, sent.orderId, 'shipped')
  const unhappy = await somebody('小周')
  const wrong = await buy(at, shop, unhappy, tea)
  await call('POST', `orders/${wrong.orderId}/after-sales`, unhappy, {
    afterSalesId: newId('afs'),
    kind: 'refund_only',
    lines: [{ skuId: tea.skuId, quantity: 1, amountFen: tea.priceFen }],
    reason: '拍错了，还没发货的话请退款',
  })
  await place(at, shop, await somebody('小郑'), tea)
  return orderId
}

/** One more shop, for the operator's list. */
async function otherShop({ at }: Stage): Promise<void> {
  const owner = await logIn(at, '周掌柜')
  const [, subMchid = ''] = boundSubMchids
  await openShop(at, owner, '山里蜂蜜', subMchid)
}
