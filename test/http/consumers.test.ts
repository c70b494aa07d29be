import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PaymentSucceeded, RefundSucceeded } from '../../domain/payments/payment.ts'
import { TransferFinished } from '../../domain/payments/transfer.ts'
import { FunnelSale, VisitEvent } from '../../domain/referrals/funnel.ts'
import { BookedEntry } from '../../domain/referrals/ledger.ts'
import { PurchaseEvent } from '../../domain/repurchase/history.ts'
import type { consumers } from '../../functions/consumers.ts'
import type { MessagingContext } from '../../functions/engagement/engagement-context.ts'
import { LatePaymentEvent, tellLatePayment } from '../../functions/engagement/tell-late-payment.ts'
import { settleOrder } from '../../functions/orders/settle-order.ts'
import { settleRefund } from '../../functions/orders/settle-refund.ts'
import { applyCommission, CommissionEvent } from '../../functions/referrals/apply-commission.ts'
import { countLinkOrder } from '../../functions/referrals/count-link-order.ts'
import { countVisit } from '../../functions/referrals/count-visit.ts'
import { settleTransfer } from '../../functions/referrals/settle-transfer.ts'
import { applyPurchase } from '../../functions/repurchase/apply-purchase.ts'
import { consumerRow } from '../../functions/shared/consumer-row.ts'
import type { Context } from '../../functions/shared/context.ts'
import { runningFunction } from '../../functions/shared/rows.ts'
import { type Item, type TableName, tableNames } from '../../functions/shared/storage.ts'
import { streamHandler } from '../../functions/shared/stream.ts'
import type { DynamoFaults } from '../../local/dynamodb-faults.ts'
import { confirmOnPhone, requestPayout } from '../../local/main-job/payout.ts'
import {
  changeSettings,
  logIn,
  logInAgain,
  openLinkAsStranger,
  type Person,
  prepay,
  receiveOrder,
  shareLink,
  shipOrder,
} from '../../local/main-job/people.ts'
import { messageTemplates } from '../../local/wechat/message-templates.ts'
import { createFakeDatabase } from '../../simulate/fake-database.ts'
import { noFaults } from '../../simulate/faults.ts'
import { createRandom } from '../../simulate/random.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import { contextOf } from '../support/context.ts'
import { violationsOf } from '../support/invariants.ts'
import { newId, newPerson, newProduct, newShop, order, pay, refund, type TestShop } from '../support/shop.ts'
import { batchOf, eventsFor } from '../support/stream-batch.ts'

type StreamName = Extract<(typeof consumers)[number], { kind: 'stream' }>['name']

/** Every consumer of a stream by its name: a new one is tried like the others, or this does not compile. */
const handlers: { readonly [Name in StreamName]: (context: Context) => ReturnType<typeof streamHandler> } = {
  'settle-payments': (context) =>
    streamHandler(consumerRow('stream', 'settle-payments'), PaymentSucceeded, settleOrder, context),
  'settle-refunds': (context) =>
    streamHandler(consumerRow('stream', 'settle-refunds'), RefundSucceeded, settleRefund, context),
  'book-commissions': (context) =>
    streamHandler(consumerRow('stream', 'book-commissions'), CommissionEvent, applyCommission, context),
  'count-visits': (context) => streamHandler(consumerRow('stream', 'count-visits'), VisitEvent, countVisit, context),
  'count-link-orders': (context) =>
    streamHandler(consumerRow('stream', 'count-link-orders'), FunnelSale, countLinkOrder, context),
  'send-messages': (context) =>
    streamHandler(consumerRow('stream', 'send-messages'), LatePaymentEvent, tellLatePayment, messagingOf(context)),
  'settle-transfers': (context) =>
    streamHandler(consumerRow('stream', 'settle-transfers'), TransferFinished, settleTransfer, context),
  'project-purchases': (context) =>
    streamHandler(consumerRow('stream', 'project-purchases'), PurchaseEvent, applyPurchase, context),
}
/** A WeChat that takes every message. */
const messagingOf = (context: Context): MessagingContext => {
  const fetch = async (url: string) =>
    Response.json(
      url.includes('token') && !url.includes('send') ? { access_token: 'token', expires_in: 7_200 } : { errcode: 0 },
    )
  const wechatApp = { baseUrl: 'https://api.weixin.qq.com', appId: 'wx1', appSecret: 'secret', fetch }
  return { ...context, messageTemplates, wechatApp }
}
const names = Object.keys(handlers) as StreamName[]
const everything = { batchItemFailures: [] }

/** Of the first writes of each function of theirs, some are refused for a moment and some are written without an answer. */
function consumerFaults(): DynamoFaults {
  const seen = new Map<string, number>()
  const runBy = Map.groupBy(names, (name) => runningFunction(consumerRow('stream', name)))
  const kinds = ['answer-lost', 'transaction-conflict', 'throttled', undefined] as const
  return ({ functionName, operation }) => {
    const sharing = runBy.get(functionName)?.length ?? 0
    if (operation !== 'TransactWriteItems') return undefined
    const count = seen.get(functionName) ?? 0
    seen.set(functionName, count + 1)
    return count < 12 * sharing ? kinds[count % kinds.length] : undefined
  }
}

let at: OwnBackend
/** Everything as it was when nobody had come by a link. */
let unvisited: Readonly<Record<string, readonly Item[]>>
/** Everything as it was when the orders were placed and none was paid, and as it is at the end. */
let unpaid: Readonly<Record<string, readonly Item[]>>
/** The same, when money was on its way back and had not come yet. */
let refunding: Readonly<Record<string, readonly Item[]>>
/** The same, when referrers were confirming their payouts. */
let transferring: Readonly<Record<string, readonly Item[]>>
let atEnd: Readonly<Record<string, readonly Item[]>>

beforeAll(async () => {
  at = await startOwnBackend({ faults: consumerFaults(), firedByClock: undefined })
  const shop = await newShop(at)
  const product = await newProduct(at, shop, { units: 20 })
  const referrer = await newPerson(at)
  const code = await shareLink(at, referrer, shop.shopId, product.productId, 'moments')
  unvisited = await at.database.snapshot()
  const newcomer = await logIn(at, newId('新客'), await openLinkAsStranger(at, code, 1008))
  for (let strangers = 0; strangers < 3; strangers++) await openLinkAsStranger(at, code, 1008)
  const buyers = [referrer, newcomer, newcomer, await newPerson(at), newcomer]
  const orders = []
  for (const buyer of buyers) {
    const placed = await order(at, shop, buyer, product)
    await prepay(at, buyer, shop.shopId, placed.orderId)
    orders.push({ buyer, placed })
  }
  for (const { customerId } of buyers)
    await at.database.set(
      { table: 'engagement', pk: `CUSTOMER#${customerId}`, sk: 'CONSENT#late_payment' },
      { remaining: 5 },
    )
  unpaid = await at.database.snapshot()
  for (const { buyer, placed } of orders) await pay(at, shop, buyer, placed)
  await at.settle()
  for (const { buyer, placed } of orders) {
    await shipOrder(at, shop.owner, shop.shopId, placed.orderId, 'SF0000000001')
    await receiveOrder(at, buyer, shop.shopId, placed.orderId)
  }
  for (const { placed } of orders) await refund(at, shop, placed.orderId, product.skuId, 1_000)
  refunding = await at.database.snapshot()
  for (let minutes = 0; minutes < 3; minutes++) await at.advanceMinutes(1)
  await at.advanceMinutes(8 * 24 * 60)
  await payOut(shop, referrer)
  const paid = await at.database.items('orders')
  await handlers['send-messages'](contextOf(at.database, now))(batchOf(eventsOf('send-messages', paid)))
  atEnd = await at.database.snapshot()
})

/** Takes some of what has been earned, in several payouts at once. */
async function payOut(shop: TestShop, referrer: Person) {
  for (const person of [shop.owner, referrer]) await logInAgain(at, person)
  await changeSettings(at, shop.owner, shop.shopId, { payoutApproval: false })
  const payouts = []
  for (let count = 0; count < 4; count++) payouts.push(await requestPayout(at, referrer, shop.shopId, 100))
  transferring = await at.database.snapshot()
  for (const { confirmation } of payouts) await confirmOnPhone(at, referrer, confirmation)
  for (let minutes = 0; minutes < 2; minutes++) await at.advanceMinutes(1)
  await at.settle()
}
afterAll(() => at.close())

test('a consumer whose writes are refused or unanswered at first comes to the right figures all the same', async () => {
  expect(await violationsOf(at)).toEqual([])
  expect(atEnd.orders?.filter(({ sk }) => sk === 'ORDER').map(({ status }) => status)).toEqual(
    Array.from({ length: 5 }, () => 'completed'),
  )
  expect(Object.values(at.backend.queues()).flat()).toEqual([])
})

const now = () => '2026-03-01T00:00:00.000Z'

/** What a consumer is given. These orders were paid in time, of which nobody is told anything: so they are made late here. */
function eventsOf(name: StreamName, items: readonly Item[]): Item[] {
  const found = eventsFor(consumerRow('stream', name), items)
  return name === 'send-messages'
    ? found.map((item) => ({ ...item, event: { ...Object(item.event), late: true } }))
    : found
}

describe.each(names)('%s', (name) => {
  const row = consumerRow('stream', name)
  const events = () => eventsOf(name, atEnd[row.source] ?? [])
  const handle = (context: Context, items: readonly Item[]) => handlers[name](context)(batchOf(items))
  // A refund is of an order that was paid: its event comes of that order's own step.
  const starts: Partial<Record<StreamName, () => typeof unpaid>> = {
    'count-visits': () => unvisited,
    'settle-refunds': () => refunding,
    'settle-transfers': () => transferring,
  }
  const start = () => starts[name]?.() ?? unpaid

  /** What the consumer makes of batches, one after the other, where nothing of it has happened yet. */
  async function effectOf(...batches: readonly (readonly Item[])[]) {
    const replica = replicaOf(start())
    const context = contextOf(replica, now)
    const answers = []
    for (const batch of batches) answers.push(await handle(context, batch))
    return { answers, effect: replica.snapshot() }
  }

  test('changes nothing when it is given what it has had: again, backwards, one by one, all at once', async () => {
    const context = contextOf(at.database, now)
    const given = events()
    expect(given.length).toBeGreaterThan(3)
    for (const batch of [given, given.toReversed(), [...given, ...given], ...given.map((one) => [one])])
      expect(await handle(context, batch)).toEqual(everything)
    await Promise.all(given.map((one) => handle(context, [one, one])))
    expect(await at.database.snapshot()).toEqual(atEnd)
  })

  test('comes to the same in whatever order events come, and however often', async () => {
    const given = events()
    const { answers, effect } = await effectOf(given)
    expect(answers).toEqual([everything])
    expect(effect).not.toEqual(start())
    const rotated = [...given.slice(2), ...given.slice(0, 2)]
    for (const batches of [[given.toReversed()], [rotated, given, ...rotated.map((one) => [one, one])]])
      expect(figuresOf((await effectOf(...batches)).effect)).toEqual(figuresOf(effect))
  })

  test('ends at an event that it cannot apply: what came before is done, what comes after is not', async () => {
    const [first, second] = events()
    if (!first || !second) throw new Error('There are events')
    const broken = { ...second, event: { type: 'no such event' } }
    const { answers, effect } = await effectOf([first, broken, second])
    expect(answers).toEqual([{ batchItemFailures: [{ itemIdentifier: '2' }] }])
    expect(effect).toEqual((await effectOf([first])).effect)
  })
})

/** Tables without the number of writes that a history took: an event that a later one has overruled needs none. */
const figuresOf = (tables: typeof unpaid) => ({
  ...tables,
  referrals: ledgerOf(tables.referrals ?? []),
  repurchase: tables.repurchase?.flatMap(counted),
})

const unnumbered = (item: Item): Item =>
  ['HISTORY', 'CHAIN', 'BALANCE'].includes(item.sk) ? { ...item, version: 0 } : item

function counted(item: Item): Item[] {
  if (item.sk === 'HISTORY') return [unnumbered(item)]
  // A cell that went up and down again holds 0, and says as much as one that never was.
  const filled = Object.entries(item).filter(([, value]) => value !== 0)
  return filled.length > 2 ? [Object.fromEntries(filled) as Item] : []
}

/** A ledger without the steps that it came by: which order they took, its entries and their numbers say. */
function ledgerOf(items: readonly Item[]) {
  const movedFen: Record<string, number> = {}
  const rest = items.flatMap((item) => {
    if (!item.sk.startsWith('ENTRY#')) return /^(ORGANIC|FUNNEL)#/.test(item.pk) ? counted(item) : [unnumbered(item)]
    for (const { account, amountFen } of BookedEntry.parse(item).postings) {
      const name = JSON.stringify([item.pk, account])
      movedFen[name] = (movedFen[name] ?? 0) + amountFen
    }
    return []
  })
  return { rest, movedFen: Object.fromEntries(Object.entries(movedFen).filter(([, fen]) => fen !== 0)) }
}

/** Tables over maps that hold these items; that they answer as the engine does has tests of its own. */
function replicaOf(items: typeof unpaid) {
  const clock = { sleep: async () => undefined, after: (_ms: number, fire: () => void) => fire() }
  const database = createFakeDatabase({ clock, random: createRandom('replica'), faults: noFaults })
  for (const [name, list] of Object.entries(items))
    for (const after of list) {
      const key = { table: name as TableName, pk: after.pk, sk: after.sk }
      database.tables.apply({ key, before: undefined, after })
      database.tables.show(key)
    }
  const sorted = (table: TableName) =>
    [...database.tables.items(table)].toSorted((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1))
  return { ...database, snapshot: () => Object.fromEntries(tableNames.map((table) => [table, sorted(table)])) }
}
