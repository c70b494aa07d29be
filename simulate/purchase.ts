import { shippingFeeFen } from '../domain/shops/shipping-fee.ts'
import { mayComplain } from './after-sales.ts'
import {
  callerIn,
  dayMs,
  hourMs,
  idOf,
  minuteMs,
  type Person,
  type Scene,
  type ShopKnown,
  shippingFee,
} from './people.ts'

type Bought = {
  readonly shop: ShopKnown
  readonly person: Person
  readonly orderId: string
  readonly holdEndsAt: string
  readonly lines: readonly { readonly skuId: string; readonly quantity: number; readonly amountFen: number }[]
}

const provinces = ['33', '44', '65']

const keenTriesMax = 8
const keenWaitMaxMs = 15_000

/** Some share a phone: commission between them is held until the shop has decided. */
const households = 7
const household = ({ openid }: Person) =>
  String([...openid].reduce((sum, each) => sum + each.charCodeAt(0), 0) % households).padStart(8, '0')

/** One purchase from placing to whatever becomes of it. Who gives up leaves everything as it is. */
export async function buy(scene: Scene, shop: ShopKnown, person: Person): Promise<void> {
  const { ask, clock, random } = scene
  const wanted = random.chance(0.3) ? shop.skus : [random.pick(shop.skus)]
  const lines = wanted.map(({ productId, skuId }) => ({ productId, skuId, quantity: random.chance(0.8) ? 1 : 2 }))
  const goodsFen = lines.reduce((sum, { quantity }, at) => sum + quantity * (wanted[at]?.priceFen ?? 0), 0)
  const province = random.pick(provinces)
  const totalFen = goodsFen + shippingFeeFen(shippingFee, goodsFen, { kind: 'express', province })
  const orderId = idOf(scene, 'order')
  const regionCode = `${province}0106`
  const address = { recipient: person.openid, phone: `139${household(person)}`, regionCode, detail: person.openid }
  const body = { orderId, lines, totalFen, delivery: { kind: 'express', address } }
  const request = { caller: callerIn(shop, person), path: { shopId: shop.shopId }, body }
  let placed = await ask('place-order', request)
  // Who waits for a unit takes it the moment that another order gives it back.
  for (let tries = 0; tries < keenTriesMax && placed && !placed.ok && placed.refusal.code === 'out_of_stock'; tries++) {
    await clock.sleep(random.int(keenWaitMaxMs))
    placed = await ask('place-order', request)
  }
  if (!placed?.ok) return
  const { holdEndsAt } = placed.reply
  const bought = placed.reply.lines.map(({ skuId, quantity, amountFen }) => ({ skuId, quantity, amountFen }))
  await decide(scene, { shop, person, orderId, holdEndsAt, lines: bought })
}

/** Pays at once, or in the last minutes of the hold, or not; cancels, perhaps while paying. */
async function decide(scene: Scene, bought: Bought): Promise<void> {
  const { clock, random, tasks } = scene
  const whim = random.float()
  if (whim < 0.1) return
  if (whim < 0.2) return void (await cancel(scene, bought))
  if (whim < 0.4) {
    tasks.start(() => pay(scene, bought))
    await clock.sleep(random.int(random.chance(0.3) ? 3_000 : minuteMs))
    return void (await cancel(scene, bought))
  }
  if (whim < 0.55) {
    const endMs = Date.parse(bought.holdEndsAt) - clock.nowMs()
    await clock.sleep(Math.max(0, endMs - random.int(2 * minuteMs) + random.int(minuteMs)))
  } else await clock.sleep(random.int(3 * minuteMs))
  await pay(scene, bought)
}

async function cancel({ ask }: Scene, { shop, person, orderId }: Bought): Promise<void> {
  await ask('cancel-order', { caller: callerIn(shop, person), path: { shopId: shop.shopId, orderId } })
}

async function pay(scene: Scene, bought: Bought): Promise<void> {
  const { ask, clock, random, tasks, wechat } = scene
  const { shop, person, orderId } = bought
  const path = { shopId: shop.shopId, orderId }
  const prepared = await ask('prepay-order', { caller: callerIn(shop, person), path })
  if (!prepared?.ok) return
  const prepayId = prepared.reply.payParams.package.slice('prepay_id='.length)
  await clock.sleep(random.int(random.chance(0.8) ? 10_000 : 20 * minuteMs))
  const isPaid = await wechat.pay(prepayId)
  if (!isPaid) return
  tasks.start(() => fulfil(scene, bought))
  mayComplain(scene, bought, bought.lines)
}

const looksMax = 4

/** The shop looks now and then, ships what is paid; the buyer says when it has arrived, or says nothing. */
async function fulfil(scene: Scene, { shop, person, orderId }: Bought): Promise<void> {
  const { ask, clock, random, tasks } = scene
  const path = { shopId: shop.shopId, orderId }
  const staff = callerIn(shop, shop.owner)
  for (let looks = 0; looks < looksMax; looks++) {
    await clock.sleep(random.int(20 * hourMs))
    const order = await ask('get-order', { caller: staff, path })
    if (!order?.ok || order.reply.status !== 'paid') continue
    await ship(scene, { caller: staff, path })
    break
  }
  if (random.chance(0.4)) return
  await clock.sleep(random.int(2 * dayMs))
  const receive = () => ask('receive-order', { caller: callerIn(shop, person), path })
  if (random.chance(0.2)) tasks.start(receive)
  await receive()
}

const parcelOf = (at: number) => ({ carrier: 'YTO', trackingNo: `YT000${at}` })

/** Sends the goods in one parcel or two, told at once or one by one, now and then twice; and may find the number wrong. */
async function ship({ ask, clock, random, tasks }: Scene, request: Parameters<Scene['ask']>[1]): Promise<void> {
  const tell = async (body: { parcels: object[]; isLast: boolean }) => {
    const again = () => ask('ship-order', { ...request, body })
    if (random.chance(0.2)) tasks.start(again)
    await again()
  }
  if (random.chance(0.3)) {
    await tell({ parcels: [parcelOf(1)], isLast: false })
    await clock.sleep(random.int(hourMs))
    await tell({ parcels: [parcelOf(2)], isLast: true })
  } else await tell({ parcels: random.chance(0.2) ? [parcelOf(1), parcelOf(2)] : [parcelOf(1)], isLast: true })
  if (!random.chance(0.2)) return
  await clock.sleep(random.int(5 * minuteMs))
  await ask('correct-shipment', { ...request, body: { parcels: [parcelOf(3)] } })
}
