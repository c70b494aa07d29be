import { callerIn, dayMs, idOf, type Person, type Scene, type ShopKnown } from './people.ts'

/** Times that somebody looks whether there is something to take out. */
const looks = 2
const betweenLooksMs = 5 * dayMs

/** A referrer's wish for what is theirs: asks for payouts, for too much and twice at once, and calls some of them off. */
export async function takeOut(scene: Scene, shop: ShopKnown, person: Person): Promise<void> {
  const { ask, clock, random, tasks } = scene
  const [caller, path] = [callerIn(shop, person), { shopId: shop.shopId }]
  for (let look = 0; look < looks; look++) {
    await clock.sleep(random.int(betweenLooksMs))
    const account = await ask('get-my-referrals', { caller, path })
    const availableFen = account?.ok ? account.reply.availableFen : 0
    if (availableFen < leastFen) continue
    const amountFen = random.pick([availableFen, availableFen, availableFen + 1, Math.ceil(availableFen / 2)])
    for (let times = random.between(1, 2); times > 0; times--)
      tasks.start(() => takeOutOnce(scene, shop, person, amountFen))
  }
}

/** What the shops of the simulation pay out at least. */
export const leastFen = 10

async function takeOutOnce(scene: Scene, shop: ShopKnown, person: Person, amountFen: number): Promise<void> {
  const { ask, clock, random } = scene
  const [caller, payoutId] = [callerIn(shop, person), idOf(scene, 'payout')]
  const { shopId } = shop
  const requested = await ask('request-payout', { caller, path: { shopId }, body: { payoutId, amountFen } })
  const path = { shopId, payoutId }
  const owner = callerIn(shop, shop.owner)
  if (requested?.ok && requested.reply.status === 'requested') {
    await clock.sleep(random.int(dayMs))
    if (random.chance(0.8)) await ask('approve-payout', { caller: owner, path })
    else await ask('reject-payout', { caller: owner, path, body: { reason: 'not yet' } })
  }
  if (!random.chance(0.3)) return
  await clock.sleep(random.int(dayMs))
  await ask('cancel-payout', { caller, path })
}
