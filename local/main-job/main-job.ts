import { ulid } from 'ulid'
import { bringFriend, readChain } from './chain.ts'
import { readCommission, readLedgerSum, readRepurchase, readStock, spendOn } from './figures.ts'
import { type Account, readAccount, takeCommissionOut } from './payout.ts'
import {
  changeSettings,
  type Line,
  logIn,
  logInAgain,
  openLinkAsStranger,
  openShop,
  type Person,
  type Placed,
  payOnPhone,
  placeOrder,
  prepay,
  publishProduct,
  quoteOrder,
  receiveOrder,
  refundOnRequest,
  refundOrder,
  shareLink,
  shipOrder,
  toDoor,
  toHangzhou,
  until,
  untilNetPaid,
  untilReported,
  untilStatus,
} from './people.ts'
import type { MainJobResult, Stage } from './stage.ts'

const jasmineFen = 12_800
const oolongFen = 8_800
const partFen = 3_000
const lateFen = 1_000
const spentOnMomentsFen = 8_000
/** Free from 150 yuan on, and in the shop's own province. */
const shippingFee = { feeFen: 800, freeFromFen: 15_000, regions: [{ provinces: ['33'], feeFen: 0 }] }
const toShenzhen = toDoor('安娜', '440305', '广东省 深圳市 南山区', '科苑路 8 号')
const toNingbo = toDoor('晨晨', '330203', '浙江省 宁波市 海曙区', '中山路 9 号')
const toBeijing = toDoor('小博', '110105', '北京市 朝阳区', '建国路 3 号')

type Scene = Stage & {
  readonly shopId: string
  readonly productId: string
  readonly oolongId: string
  readonly owner: Person
  paid: Placed[]
  refundedFen: number
  /** Shipments that WeChat knows of. */
  reported: number
}

/**
 * The main job of Huitou, through the HTTP API: a shop opens; an organic customer buys and shares a link; a newcomer comes
 * by it, buys and comes back on another day; somebody never pays. Then the figures, which the caller may check.
 */
export async function runMainJob(stage: Stage): Promise<MainJobResult> {
  const { at, progress } = stage
  progress.chapter('开店 · A shop opens')
  // One phone per person and run, so that every run has its newcomers.
  const run = ulid().slice(-4)
  const owner = await logIn(at, `林掌柜 ${run}`)
  const shopId = await openShop(at, owner, '回头茶铺', stage.subMchid)
  progress.step('林掌柜', 'opens the shop 回头茶铺', { shopId })
  const jasmine = { skuId: `sku_${ulid()}`, options: { 茶: '茉莉' }, priceFen: jasmineFen, units: 20 }
  const oolong = { skuId: `sku_${ulid()}`, options: { 茶: '乌龙' }, priceFen: oolongFen, units: 10 }
  const productId = await publishProduct(at, owner, shopId, { title: '春茶礼盒', skus: [jasmine, oolong] })
  const scene: Scene = {
    ...stage,
    shopId,
    productId,
    oolongId: oolong.skuId,
    owner,
    paid: [],
    refundedFen: 0,
    reported: 0,
  }
  progress.step('林掌柜', 'publishes 春茶礼盒 and takes in 30 boxes', { jasmineFen, oolongFen })
  await changeSettings(at, owner, shopId, { shippingFee })
  progress.step('林掌柜', 'asks for shipping, free from 150 yuan on', { feeFen: shippingFee.feeFen })

  progress.chapter('第一天 · The first day')
  const anna = await logIn(at, `安娜 ${run}`)
  await buy(scene, anna, '安娜', [{ productId, skuId: jasmine.skuId, quantity: 1 }], toShenzhen)
  const code = await shareLink(at, anna, shopId, productId, 'moments')
  progress.step('安娜', 'shares her link in her moments', { code })
  const visitorId = await openLinkAsStranger(at, code, 1155)
  progress.step('小博', 'opens it, still a stranger')
  const bo = await logIn(at, `小博 ${run}`, visitorId)
  progress.step('小博', 'logs in and is introduced by 安娜')
  await buy(scene, bo, '小博', [{ productId, skuId: oolong.skuId, quantity: 2 }], toBeijing)
  const chen = await logIn(at, `老陈 ${run}`)
  const unpaid = await placeOrder(at, chen, shopId, [{ productId, skuId: jasmine.skuId, quantity: 3 }], 3 * jasmineFen)
  progress.step('老陈', 'orders three and never pays', await readStock(at, owner, shopId, productId))
  await stage.advanceMinutes(16)
  await untilStatus(at, chen, shopId, unpaid.orderId, 'cancelled')
  progress.step(
    '时钟',
    'the hold ends: closed at WeChat, stock given back',
    await readStock(at, owner, shopId, productId),
  )

  progress.chapter('第四天 · The fourth day')
  await stage.advanceDays(3)
  for (const person of [owner, anna, bo, chen]) await logInAgain(at, person)
  const both = [
    { productId, skuId: jasmine.skuId, quantity: 1 },
    { productId, skuId: oolong.skuId, quantity: 1 },
  ]
  await buy(scene, bo, '小博', both, toBeijing)
  progress.step('小博', 'came back on another day: repurchase', { ...(await settledFigures(scene)) })
  const oneOolong = [{ productId, skuId: oolong.skuId, quantity: 1 }]
  await buy(scene, chen, '老陈', oneOolong, toHangzhou)
  const friend = { account: `晨晨 ${run}`, name: '晨晨' }
  await buy(scene, await bringFriend(scene, { person: bo, name: '小博' }, friend), '晨晨', oneOolong, toNingbo)

  progress.chapter('售后 · After-sales')
  const [, partly, , wholly] = scene.paid
  if (!partly || !wholly) throw new Error('Five orders are paid')
  const broken = [{ skuId: oolong.skuId, quantity: 0, amountFen: partFen }]
  await refundOnRequest(at, { buyer: bo, staff: owner }, shopId, partly.orderId, broken)
  progress.step('小博', 'has a broken tin and asks for a part back; the shop agrees', { refundFen: partFen })
  const all = [{ skuId: oolong.skuId, quantity: 1, amountFen: oolongFen }]
  await refundOrder(at, owner, shopId, wholly.orderId, all)
  progress.step('林掌柜', 'gives 老陈 everything back', { refundFen: oolongFen })
  await stage.sendRefunds()
  await untilNetPaid(at, owner, shopId, partly.orderId, 2 * oolongFen - partFen)
  await untilNetPaid(at, owner, shopId, wholly.orderId, 0)
  scene.refundedFen = partFen + oolongFen
  progress.step('微信', 'has paid both back; the figures follow', { ...(await settledFigures(scene, 4)) })

  progress.chapter('两周后 · Two weeks later')
  await stage.advanceDays(14)
  for (const person of [owner, anna, bo]) await logInAgain(at, person)
  return finish(scene, anna, bo)
}

/** One sale from order to receipt. */
async function buy(scene: Scene, buyer: Person, name: string, lines: readonly Line[], delivery: object) {
  const { at, shopId, owner, progress } = scene
  const { totalFen, shippingFeeFen } = await quoteOrder(at, buyer, shopId, lines, delivery)
  const order = await placeOrder(at, buyer, shopId, lines, totalFen, delivery)
  const { payParams } = await prepay(at, buyer, shopId, order.orderId)
  await payOnPhone(at, buyer, payParams)
  await untilStatus(at, buyer, shopId, order.orderId, 'paid')
  scene.paid.push(order)
  progress.step(name, 'orders and pays with WeChat Pay', { paidFen: order.totalFen, shippingFeeFen })
  await shipOrder(at, owner, shopId, order.orderId, `SF${String(scene.paid.length).padStart(10, '0')}`)
  await scene.reportShipments()
  await untilReported(at, owner, shopId, order.orderId)
  scene.reported += 1
  progress.step('林掌柜', 'ships it, and WeChat knows: the money is free after the receipt')
  await receiveOrder(at, buyer, shopId, order.orderId)
  progress.step(name, 'receives it', { orderId: order.orderId })
}

const sumShipping = ({ paid }: Scene) => paid.reduce((sum, { shippingFeeFen }) => sum + shippingFeeFen, 0)
const sumPaid = ({ paid }: Scene) => paid.reduce((sum, { totalFen }) => sum + totalFen, 0)

/** The figures once they show every paid order; the projector follows the orders by a moment. */
async function settledFigures(scene: Scene, orders = scene.paid.length) {
  const { at, owner, shopId, refundedFen } = scene
  const { customers, repeatCustomersByDay, repurchaseRateByDay } = await until(
    'the figures show the orders',
    async () => {
      const figures = await readRepurchase(at, owner, shopId)
      return figures.orders === orders && figures.amountFen === sumPaid(scene) - refundedFen ? figures : undefined
    },
  )
  return { customers, repeatCustomersByDay, repurchaseRateByDay }
}

/** The referrer takes all that is hers; then something goes back on a finished sale, and her part of it is carried. */
async function takeOut(scene: Scene, referrer: Person): Promise<Account> {
  const { at, owner, shopId, progress } = scene
  await takeCommissionOut(scene, referrer)
  const finished = scene.paid[2]
  if (!finished) throw new Error('Five orders are paid')
  await refundOrder(at, owner, shopId, finished.orderId, [{ skuId: scene.oolongId, quantity: 0, amountFen: lateFen }])
  await scene.sendRefunds()
  scene.refundedFen += lateFen
  const account = await until('the late refund is booked', async () => {
    const read = await readAccount(at, referrer, shopId)
    return read.availableFen < 0 ? read : undefined
  })
  progress.step('林掌柜', 'gives something back on a finished sale; 安娜’s part of it is carried', {
    refundFen: lateFen,
    availableFen: account.availableFen,
  })
  return account
}

async function finish(scene: Scene, referrer: Person, newcomer: Person): Promise<MainJobResult> {
  const { at, owner, shopId, productId, progress } = scene
  const orderIds = scene.paid.map(({ orderId }) => orderId)
  for (const orderId of orderIds) await untilStatus(at, owner, shopId, orderId, 'completed')
  progress.step('时钟', 'the after-sales days have passed: every sale is completed')
  const commission = await until('the commission is released', async () => {
    const booked = await readCommission(at, owner, shopId, orderIds)
    return booked.releasedFen === booked.accruedFen - booked.reversedFen && booked.releasedFen > 0 ? booked : undefined
  })
  progress.step('安娜', 'her commission is her own now', commission)
  const { paidOutFen, availableFen } = await takeOut(scene, referrer)
  await settledFigures(scene, 4)
  const ofReferrer = await readRepurchase(at, owner, shopId, referrer.customerId)
  progress.step('安娜', 'the customers she introduced', {
    customers: ofReferrer.customers,
    repurchaseRateByDay: ofReferrer.repurchaseRateByDay,
    amountFen: ofReferrer.amountFen,
  })
  // What 小博 and 晨晨 bought, less what went back to 小博.
  const broughtFen = [1, 2, 4].reduce((sum, order) => sum + (scene.paid[order]?.totalFen ?? 0), 0) - partFen - lateFen
  const chain = await readChain(scene, owner, referrer, { downstream: 2, amountFen: broughtFen })
  progress.step('安娜', 'her chain: she brought 小博, who brought 晨晨', {
    downstream: chain.downstream,
    reach: chain.reach,
    amountFen: chain.downstreamWorth.amountFen,
  })
  const moments = await spendOn(at, owner, shopId, 'moments', spentOnMomentsFen)
  progress.step('林掌柜', 'paid for samples shown in the moments; what they brought', moments)
  const repurchase = await readRepurchase(at, owner, shopId)
  const stock = await readStock(at, owner, shopId, productId)
  const ledgerSumFen = await readLedgerSum(at, owner, shopId)
  progress.step('林掌柜', 'looks at stock, ledger and figures', { ...stock, ledgerSumFen })
  return {
    orders: orderIds.length,
    reportedShipments: scene.reported,
    paidFen: sumPaid(scene),
    shippingFen: sumShipping(scene),
    refundedFen: scene.refundedFen,
    stock,
    commission,
    payout: { paidOutFen, availableFen },
    chain,
    ledgerSumFen,
    repurchase,
    shop: { shopId, productId, owner, referrer, newcomer },
  }
}
