import { takeOut } from './payouts.ts'
import {
  callerIn,
  dayMs,
  hourMs,
  idOf,
  logIn,
  minuteMs,
  type Person,
  type Scene,
  type ShopKnown,
  sceneOf,
} from './people.ts'
import { buy } from './purchase.ts'
import { comeAndGo } from './standings.ts'

const purchasesMax = 2
/** Time in which those who waited for a sale are all at the door. */
const rushMs = 100
const channels = ['moments', 'group', 'poster']

/**
 * A customer's days: arrives by a link or not, shares links, waits for the sale with all the others, buys now and then.
 * @param saleAtMs moment at which the sale begins; everybody has come by then.
 */
export async function liveAsCustomer(scene: Scene, shop: ShopKnown, openid: string, saleAtMs: number): Promise<Person> {
  const { clock, random, tasks } = scene
  await clock.sleep(random.int(saleAtMs - clock.nowMs()))
  const visitorId = idOf(scene, 'visitor')
  for (let visits = random.int(3); visits > 0; visits--) await openLink(scene, shop, { visitorId })
  const person = await logIn(scene, openid, visitorId)
  // The same person on a second device, at once.
  if (random.chance(0.15)) tasks.start(() => logIn(scene, openid))
  if (random.chance(0.6)) await shareLink(scene, shop, person)
  if (random.chance(0.4)) tasks.start(() => takeOut(sceneOf(scene, 'payouts'), shop, person))
  const going = sceneOf(scene, 'standing')
  if (going.random.chance(0.3)) tasks.start(() => comeAndGo(going, shop, person))
  if (random.chance(0.7) && clock.nowMs() < saleAtMs) {
    await clock.sleep(saleAtMs - clock.nowMs() + random.int(rushMs))
    await buy(scene, shop, person)
  }
  for (let purchases = random.between(0, purchasesMax); purchases > 0; purchases--) {
    await clock.sleep(random.int(random.pick([minuteMs, hourMs, 2 * dayMs])))
    if (random.chance(0.3)) await openLink(scene, shop, { person })
    // Orders at once compete for the same units and the same history.
    for (let more = random.pick([0, 0, 0, 1, 2]); more > 0; more--) tasks.start(() => buy(scene, shop, person))
    await buy(scene, shop, person)
  }
  return person
}

async function shareLink({ ask, random }: Scene, shop: ShopKnown, person: Person): Promise<void> {
  const caller = callerIn(shop, person)
  const answer = await ask('create-link', {
    caller,
    path: { shopId: shop.shopId },
    body: { channel: random.pick(channels) },
  })
  if (answer?.ok) shop.links.push(answer.reply.code)
}

type Visitor = { readonly visitorId: string } | { readonly person: Person }

/** Opens somebody's link, one's own too. */
async function openLink({ ask, random }: Scene, shop: ShopKnown, visitor: Visitor): Promise<void> {
  if (shop.links.length === 0) return
  const path = { code: random.pick(shop.links) }
  if ('visitorId' in visitor) await ask('record-visit', { path, body: { visitorId: visitor.visitorId } })
  else await ask('record-visit', { path, caller: callerIn(shop, visitor.person) })
}
