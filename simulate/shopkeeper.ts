import { leastFen } from './payouts.ts'
import {
  callerIn,
  dayMs,
  hourMs,
  idOf,
  logIn,
  type Person,
  type Scene,
  type ShopKnown,
  type Sku,
  shippingFee,
} from './people.ts'
import type { AnswerOf, Handler, Request } from './server.ts'

/** Opens a shop with few units of few variants, and puts them on sale. */
export async function openShop(scene: Scene, name: string): Promise<ShopKnown> {
  const { random } = scene
  const owner = await logIn(scene, `owner of ${name}`)
  const shopId = idOf(scene, 'shop')
  const shop: ShopKnown & { skus: Sku[] } = { shopId, owner, staff: new Set(), skus: [], links: [] }
  const caller = callerIn(shop, owner)
  await insist(scene, 'open-shop', { caller, body: { shopId, name, subMchid: '1900000109' } })
  await insist(scene, 'change-settings', { caller, path: { shopId }, body: settings(scene) })
  for (let count = random.between(1, 2); count > 0; count--) shop.skus.push(...(await sell(scene, shop)))
  return shop
}

/** Odd rates and prices, so that shares have a remainder. */
const settings = ({ random }: Scene) => ({
  paymentHoldMinutes: random.between(5, 15),
  afterSalesDays: random.between(0, 2),
  afterSalesAnswerDays: random.between(1, 2),
  autoReceiveDays: random.between(1, 2),
  attributionDays: random.between(1, 5),
  commissionRateBps: random.between(1, 3_000),
  commissionCapFen: random.chance(0.3) ? random.between(1, 2_000) : null,
  secondLevelRateBps: random.chance(0.5) ? random.between(1, 1_000) : 0,
  shippingFee,
  payoutMinFen: leastFen,
  payoutApproval: random.chance(0.3),
})

async function sell(scene: Scene, shop: ShopKnown): Promise<Sku[]> {
  const { random } = scene
  const [productId, path, caller] = [idOf(scene, 'product'), { shopId: shop.shopId }, callerIn(shop, shop.owner)]
  const skus = Array.from({ length: random.between(1, 2) }, (_, at) => ({
    skuId: idOf(scene, 'sku'),
    options: { size: String(at) },
    priceFen: random.between(1, 9_999),
  }))
  const rate = random.chance(0.5) ? { commissionRateBps: random.between(0, 3_000) } : {}
  await insist(scene, 'draft-product', { caller, path, body: { productId, title: 'Tea', ...rate, skus } })
  for (const { skuId } of skus) await moveStock(scene, shop, { productId, skuId }, 'receive', random.between(1, 3))
  await insist(scene, 'publish-product', { caller, path: { ...path, productId } })
  return skus.map(({ skuId, priceFen }) => ({ productId, skuId, priceFen }))
}

async function moveStock(
  scene: Scene,
  shop: ShopKnown,
  { productId, skuId }: Omit<Sku, 'priceFen'>,
  kind: 'receive' | 'write_off',
  quantity: number,
) {
  const body = { moveId: idOf(scene, 'stockMove'), skuId, kind, quantity, reason: 'counted' }
  const path = { shopId: shop.shopId, productId }
  await insist(scene, 'move-stock', { caller: callerIn(shop, shop.owner), path, body })
}

/** What an owner does in some days: counts stock, changes settings, takes a product off the shelf and puts it back, has
 *  flash sales, and decides about commission that is held. */
export async function keepShop(scene: Scene, shop: ShopKnown, days: number): Promise<void> {
  const { clock, random } = scene
  const caller = callerIn(shop, shop.owner)
  for (const endMs = clock.nowMs() + days * dayMs; clock.nowMs() < endMs; ) {
    await clock.sleep(random.int(18 * hourMs))
    const sku = random.pick(shop.skus)
    const path = { shopId: shop.shopId, productId: sku.productId }
    const deed = random.int(9)
    if (deed <= 2) await moveStock(scene, shop, sku, deed < 2 ? 'receive' : 'write_off', random.between(1, 4))
    if (deed === 3)
      await insist(scene, 'change-settings', { caller, path: { shopId: shop.shopId }, body: settings(scene) })
    if (deed === 4) {
      await insist(scene, 'withdraw-product', { caller, path })
      await clock.sleep(random.int(hourMs))
      await insist(scene, 'publish-product', { caller, path })
    }
    if (deed === 6) {
      const body = { skuId: sku.skuId, expectedOrdersPerSecond: random.between(1, 400) }
      await insist(scene, 'start-flash-sale', { caller, path, body })
    }
    if (deed === 7) await insist(scene, 'end-flash-sale', { caller, path })
    if (deed === 8) await decideHolds(scene, shop)
  }
}

/** Some holds are left as they are: nothing may come of that by itself. */
async function decideHolds(scene: Scene, shop: ShopKnown): Promise<void> {
  const { random } = scene
  const [path, caller] = [{ shopId: shop.shopId }, callerIn(shop, shop.owner)]
  const held = await insist(scene, 'list-commission-holds', { caller, path })
  for (const { orderId } of held.ok ? held.reply.items : []) {
    if (random.chance(0.3)) continue
    const verdict = random.chance(0.6) ? 'cleared' : 'forfeited'
    const body = { decisionId: idOf(scene, 'holdDecision'), verdict, reason: 'looked at' }
    await insist(scene, 'decide-commission-hold', { caller, path: { ...path, orderId }, body })
  }
}

/** Makes a customer staff. From the first try on, the person may be. */
export async function hire(scene: Scene, shop: ShopKnown, person: Person): Promise<void> {
  shop.staff.add(person)
  const path = { shopId: shop.shopId, customerId: person.customerId }
  await insist(scene, 'add-staff', { caller: callerIn(shop, shop.owner), path, body: { name: '店员' } })
}

/** Asks until there is an answer, whatever it is. */
export async function insist<H extends Handler>({ ask }: Scene, handler: H, request: Request): Promise<AnswerOf<H>> {
  for (;;) {
    const answer = await ask(handler, request)
    if (answer) return answer
  }
}
