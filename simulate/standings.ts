import { callerIn, dayMs, hourMs, type Person, type Scene, type ShopKnown } from './people.ts'

/** Times that somebody goes, or is made to. */
const timesMax = 2

/** A referrer who leaves and comes back, or is suspended and let in again, both at once now and then, and not always back. */
export async function comeAndGo(scene: Scene, shop: ShopKnown, person: Person): Promise<void> {
  const { clock, random, tasks } = scene
  for (let times = random.between(1, timesMax); times > 0; times--) {
    await clock.sleep(random.int(random.pick([hourMs, dayMs])))
    if (random.chance(0.2)) tasks.start(() => suspendAndLift(scene, shop, person))
    await (random.chance(0.5) ? leaveAndReturn : suspendAndLift)(scene, shop, person)
  }
}

async function leaveAndReturn({ ask, clock, random }: Scene, shop: ShopKnown, person: Person): Promise<void> {
  const request = { caller: callerIn(shop, person), path: { shopId: shop.shopId } }
  await ask('leave-referrals', request)
  await clock.sleep(random.int(dayMs))
  if (random.chance(0.8)) await ask('rejoin-referrals', request)
}

async function suspendAndLift({ ask, clock, random }: Scene, shop: ShopKnown, person: Person): Promise<void> {
  const path = { shopId: shop.shopId, customerId: person.customerId }
  const caller = callerIn(shop, shop.owner)
  await ask('suspend-referrer', { caller, path, body: { reason: random.pick(['looks odd', 'to be asked']) } })
  await clock.sleep(random.int(dayMs))
  if (random.chance(0.8)) await ask('lift-suspension', { caller, path })
}
