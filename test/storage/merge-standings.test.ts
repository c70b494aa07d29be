import { expect, test } from 'vitest'
import { liftSuspension, type StandingEvent, suspend } from '../../domain/referrals/standing.ts'
import { joinStandingWrites } from '../../functions/referrals/join-standings.ts'
import { loadMember, memberWrites } from '../../functions/referrals/member-store.ts'
import { applyPurchases } from '../../functions/repurchase/apply-purchase.ts'
import { mergeCustomer } from '../../functions/repurchase/merge-customer.ts'
import { type Database, transactionWritesMax } from '../../functions/shared/storage.ts'
import { customerId, imported, purchase, shopId } from '../domain/repurchase/purchases.ts'
import { applyAll, createWorld, type World } from './repurchase-world.ts'

const [one, two, owner] = [customerId(1), customerId(2), customerId(9)]
const [now, reason] = ['2026-03-05T08:00:00.000Z', '待核实']

const bothBuy = (world: World) =>
  applyAll(
    world,
    [1, 2].map((customer) => purchase({ order: customer, customer })),
  )

async function note(db: Database, who: typeof one, event: StandingEvent | undefined): Promise<void> {
  const member = await loadMember(db, shopId(), who)
  expect(await db.transact(memberWrites(member, event ? [event] : []))).toEqual({ kind: 'written' })
}

async function suspends(db: Database, who: typeof one): Promise<void> {
  const { standing } = await loadMember(db, shopId(), who)
  const decision = suspend(standing, { reason, by: owner }, now)
  await note(db, who, decision.ok ? decision.events[0] : undefined)
}

const suspensions = async ({ db }: World) =>
  Promise.all([one, two].map(async (who) => (await loadMember(db, shopId(), who)).standing.suspension?.reason))

const merge = (context: World['context'], from: string = one, intoCustomerId: string = two) =>
  mergeCustomer.handle(
    {
      ...{ path: { shopId: shopId(), customerId: from }, body: { intoCustomerId } },
      ...{ query: undefined, caller: undefined, raw: { headers: {}, body: Buffer.alloc(0) } },
    },
    context,
  )

test.each([
  ['merged away', one],
  ['that goes on', two],
])('a suspension of the account %s is one of both after a merge', async (_, suspended) => {
  const world = createWorld()
  await bothBuy(world)
  await suspends(world.db, suspended)
  expect(await merge(world.context)).toMatchObject({ ok: true })
  expect(await suspensions(world)).toEqual([reason, reason])
})

test('where nobody is suspended, or a merge is refused, no standing is written', async () => {
  const world = createWorld()
  await bothBuy(world)
  const members = () => [...world.db.tables.items('referrals')].filter(({ sk }) => sk === 'MEMBER')
  await merge(world.context)
  expect(members()).toEqual([])
  await suspends(world.db, one)
  expect(await merge(world.context, two, one)).toMatchObject({ ok: false })
  expect(await suspensions(world)).toEqual([reason, undefined])
})

test('what is lifted after a merge stays so, however often the merge is sent again', async () => {
  const world = createWorld()
  await bothBuy(world)
  await suspends(world.db, one)
  await merge(world.context)
  const { standing } = await loadMember(world.db, shopId(), two)
  await note(world.db, two, liftSuspension(standing, owner, now)[0])
  expect(await merge(world.context)).toMatchObject({ ok: true })
  expect(await suspensions(world)).toEqual([reason, undefined])
})

test.each([one, two])('who is suspended while a merge is under way, %s, does not shed it', async (suspended) => {
  const world = createWorld()
  await bothBuy(world)
  let isSuspended = false
  const db: Database = {
    ...world.context.db,
    async transact(writes) {
      if (!isSuspended) await suspends(world.db, suspended)
      isSuspended = true
      return world.context.db.transact(writes)
    },
  }
  expect(await merge({ ...world.context, db, pause: async () => undefined })).toMatchObject({ ok: true })
  expect(await suspensions(world)).toEqual([reason, reason])
})

test('somebody of an imported past has no standing to be merged', async () => {
  const world = createWorld()
  await suspends(world.db, two)
  await applyPurchases(world.context, shopId(), '老客 #1', [imported('A1', '2025-12-01')])
  expect(await joinStandingWrites(world.db, shopId(), ['老客 #1', two], now)).toEqual([])
  expect(await merge(world.context, '老客 #1', two)).toMatchObject({ ok: true })
})

test('a merge of any size with its standings fits into transactions', async () => {
  const world = createWorld()
  const days = (customer: number, year: number) =>
    Array.from({ length: 40 }, (_, at) => {
      const day = new Date(Date.UTC(year, 0, 1 + 2 * at)).toISOString().slice(0, 10)
      return imported(`${customer} ${at}`, day, { channel: `c${at % 30}` })
    })
  await applyPurchases(world.context, shopId(), one, days(1, 2023))
  await applyPurchases(world.context, shopId(), two, days(2, 2024))
  await suspends(world.db, one)
  const sent: number[] = []
  const db: Database = {
    ...world.context.db,
    transact(writes) {
      sent.push(writes.length)
      return world.context.db.transact(writes)
    },
  }
  expect(await merge({ ...world.context, db })).toMatchObject({ ok: true })
  expect(sent.length).toBeGreaterThan(1)
  expect(Math.max(...sent)).toBeLessThanOrEqual(transactionWritesMax)
  expect(await suspensions(world)).toEqual([reason, reason])
})
