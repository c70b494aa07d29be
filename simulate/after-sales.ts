import { callerIn, dayMs, hourMs, idOf, minuteMs, type Person, type Scene, type ShopKnown } from './people.ts'

type Bought = { readonly shop: ShopKnown; readonly person: Person; readonly orderId: string }
type Line = { readonly skuId: string; readonly quantity: number; readonly amountFen: number }

const complaintRate = 0.35
const goodwillRate = 0.2
/** Both sides may take so long that the clock goes on without them. */
const answerMaxMs = 3 * dayMs

/** What may follow a payment: the buyer complains, once or several times at once, and the shop gives back by itself. */
export function mayComplain(scene: Scene, bought: Bought, lines: readonly Line[]): void {
  const { random, tasks } = scene
  if (random.chance(goodwillRate)) tasks.start(() => refund(scene, bought, lines))
  if (!random.chance(complaintRate)) return
  tasks.start(() => complain(scene, bought, lines))
  // Somebody asks for the same once more, under another id: it must not be given twice.
  if (random.chance(0.3)) tasks.start(() => complain(scene, bought, lines))
}

/** All of it, or a part of some line. */
function part({ random }: Scene, lines: readonly Line[]): Line[] {
  if (random.chance(0.4)) return [...lines]
  const line = random.pick(lines)
  return [{ ...line, quantity: random.between(0, line.quantity), amountFen: random.between(1, line.amountFen) }]
}

async function refund(scene: Scene, { shop, orderId }: Bought, lines: readonly Line[]): Promise<void> {
  const { ask, clock, random, tasks } = scene
  await clock.sleep(random.int(random.pick([minuteMs, dayMs, 6 * dayMs])))
  const body = { afterSalesId: idOf(scene, 'afterSales'), lines: part(scene, lines), reason: 'goodwill' }
  const request = { caller: callerIn(shop, shop.owner), path: { shopId: shop.shopId, orderId }, body }
  if (random.chance(0.3)) tasks.start(() => ask('refund-order', request))
  await ask('refund-order', request)
}

async function complain(scene: Scene, bought: Bought, lines: readonly Line[]): Promise<void> {
  const { ask, clock, random, tasks } = scene
  const { shop, person, orderId } = bought
  await clock.sleep(random.int(random.pick([minuteMs, dayMs, 2 * dayMs])))
  const afterSalesId = idOf(scene, 'afterSales')
  const kind = random.pick(['refund_only', 'return_and_refund'])
  const body = { afterSalesId, kind, lines: part(scene, lines), reason: 'broken' }
  const path = { shopId: shop.shopId, orderId }
  const opened = await ask('request-after-sales', { caller: callerIn(shop, person), path, body })
  if (!opened?.ok) return
  const buyer = { caller: callerIn(shop, person), path: { ...path, afterSalesId } }
  const staff = { ...buyer, caller: callerIn(shop, shop.owner) }
  if (random.chance(0.2)) tasks.start(() => ask('cancel-after-sales', buyer))
  if (random.chance(0.1)) return
  await clock.sleep(random.int(random.pick([minuteMs, hourMs, answerMaxMs])))
  if (random.chance(0.2)) tasks.start(() => ask('reject-after-sales', { ...staff, body: { reason: 'no' } }))
  if (random.chance(0.3)) tasks.start(() => ask('approve-after-sales', staff))
  const approved = await ask('approve-after-sales', staff)
  if (!approved?.ok || approved.reply.status !== 'awaiting_return' || random.chance(0.2)) return
  await clock.sleep(random.int(answerMaxMs))
  await ask('send-return', { ...buyer, body: { carrier: 'SF', trackingNo: 'SF0002' } })
  await clock.sleep(random.int(answerMaxMs))
  if (random.chance(0.3)) tasks.start(() => ask('receive-return', staff))
  await ask('receive-return', staff)
}
