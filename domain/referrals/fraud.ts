import * as z from 'zod'
import { sumFen } from '../shared/fen.ts'
import { CustomerId, OrderId, ShopId } from '../shared/ids.ts'
import { isMarkOf, Mark, type MarkKind, markKinds } from '../shared/mark.ts'
import { addDays, Moment } from '../shared/time.ts'
import type { Introduction } from './member.ts'

/** Sales further back say nothing about this one, and nobody's marks are kept for the sake of them. */
const screenedDays = 30
/** The last sales that a screening looks at, of one referrer or one buyer: one page of reading. */
export const screenedSalesMax = 200
/** One household or one borrowed phone has two buyers; a third is no accident. */
const buyersOfDeviceMin = 3
/** Colleagues have their parcels sent to one office. So many are one person, or ordered together. */
const buyersOfAddressMin = 5
/** As of a device: a number belongs to one person. */
const buyersOfPhoneMin = 3
/** A recommendation in a large group brings dozens in a day; of those some come back or look further. So many who do
 *  nothing but one order each are rather accounts than people. */
const burstNewcomersMin = 30
const burstDays = 1
/** One refund after the release is bad luck, two may be. */
const loopRefundsMin = 3
/** Of what was released: half of it is no shop's usual rate of refunds. */
const loopShareMinBps = 5_000
/** Orders and customers that one sign names; the count says how many there are. */
const evidenceMax = 20

/** A sale and whom it was credited to, as a screening of later ones remembers it. */
export const CreditedSale = z.object({
  shopId: ShopId,
  orderId: OrderId,
  referrerId: CustomerId,
  customerId: CustomerId,
  paidAt: Moment,
  marks: z.array(Mark),
  /** Whether the referrer had introduced the buyer to the shop. */
  isIntroduced: z.boolean(),
  /** What was kept at completion; absent before it. */
  releasedFen: z.int().min(0).exactOptional(),
  /** What went back after the completion, and in how many refunds. */
  lateRefundedFen: z.int().min(0).default(0),
  lateRefunds: z.int().min(0).default(0),
})
export type CreditedSale = z.infer<typeof CreditedSale>

/** What a sale was held for. Measured and threshold are a count of customers or orders, or a rate in basis points. */
export const FraudSignal = z.object({
  code: z
    .enum([
      'same_device',
      'same_address',
      'same_phone',
      'device_of_many_buyers',
      'address_of_many_buyers',
      'phone_of_many_buyers',
      'ring',
      'newcomer_burst',
      'refund_loop',
    ])
    .meta({
      description:
        'same_…: buyer and referrer have it in common. …_of_many_buyers: buyers of the referrer have it in common. ring: buyer and referrer earn on each other, directly or by a third. newcomer_burst: many newcomers in a day, each with one order only. refund_loop: much of what the referrer sold went back after the release.',
    }),
  level: z
    .literal('second')
    .exactOptional()
    .meta({ description: 'Of the introducer of the referrer, who earns on the order too; absent: of the referrer.' }),
  measured: z.int(),
  threshold: z.int(),
  customerIds: z.array(CustomerId).max(evidenceMax),
  orderIds: z.array(OrderId).max(evidenceMax),
})
export type FraudSignal = z.infer<typeof FraudSignal>

/** All that a screening looks at: what is known when the sale is paid, or completed. */
export type Screened = {
  readonly sale: CreditedSale
  readonly referrerMarks: readonly Mark[]
  /** Who introduced the referrer to the shop. */
  readonly referrerIntroduction: Pick<Introduction, 'introducerId' | 'introducedAt'> | null
  /** Sales credited to the referrer. */
  readonly credited: readonly CreditedSale[]
  /** Sales credited to the buyer, who is a referrer too. */
  readonly creditedToBuyer: readonly CreditedSale[]
  /** What the referrer bought through others. */
  readonly boughtByReferrer: readonly CreditedSale[]
  /** Who introduced the referrer, where they earn on the sale too: the same of them. */
  readonly second?: Earner & { readonly referrerId: CustomerId }
}
type Earner = Pick<Screened, 'referrerMarks' | 'referrerIntroduction' | 'boughtByReferrer'>

type Recent = (sales: readonly CreditedSale[]) => CreditedSale[]

/** What speaks against paying the commission of a sale before somebody has looked at it: signs, never proof. */
export function fraudSignals(known: Screened, now: string): FraudSignal[] {
  const since = addDays(now, -screenedDays)
  const recent: Recent = (sales) => sales.filter(({ paidAt }) => paidAt >= since)
  const credited = [
    known.sale,
    ...recent(known.credited).filter(({ orderId: each }) => each !== known.sale.orderId),
  ] as const
  return [
    ...sameMarks(known),
    ...sharedMarks(known.sale, credited),
    ...ring(known, recent, since),
    ...newcomerBurst(known.sale, credited),
    ...refundLoop(credited),
    ...secondLevel(known, recent, since),
  ]
}

/** What makes of the second level a way to earn on one's own purchases, or on each other's. */
function secondLevel({ second, ...known }: Screened, recent: Recent, since: string): FraudSignal[] {
  if (!second) return []
  const { referrerId, ...earner } = second
  const screened = { ...known, ...earner, sale: { ...known.sale, referrerId } }
  return [...sameMarks(screened), ...ring(screened, recent, since)].map((found) => ({ ...found, level: 'second' }))
}

function signal(
  code: FraudSignal['code'],
  found: Pick<FraudSignal, 'measured' | 'threshold'>,
  sales: readonly CreditedSale[],
): FraudSignal {
  const customerIds = [...new Set(sales.map(({ customerId }) => customerId))].slice(0, evidenceMax)
  const orderIds = [...new Set(sales.map(({ orderId }) => orderId))].slice(0, evidenceMax)
  return { code, ...found, customerIds, orderIds }
}

/** Somebody who buys from themselves by a second account. */
function sameMarks({ sale, referrerMarks }: Screened): FraudSignal[] {
  return markKinds.flatMap((kind) => {
    const common = sale.marks.filter((mark) => isMarkOf(kind, mark) && referrerMarks.includes(mark))
    return common.length === 0 ? [] : [signal(`same_${kind}`, { measured: common.length, threshold: 1 }, [sale])]
  })
}

const buyersMin: Readonly<Record<MarkKind, number>> = {
  device: buyersOfDeviceMin,
  address: buyersOfAddressMin,
  phone: buyersOfPhoneMin,
}

/** Many accounts of one buyer. */
function sharedMarks(sale: CreditedSale, credited: readonly CreditedSale[]): FraudSignal[] {
  return markKinds.flatMap((kind) => {
    const groups = sale.marks
      .filter((mark) => isMarkOf(kind, mark))
      .map((mark) => credited.filter(({ marks }) => marks.includes(mark)))
    const [largest] = groups.toSorted((a, b) => buyersOf(b).size - buyersOf(a).size)
    const measured = largest ? buyersOf(largest).size : 0
    const threshold = buyersMin[kind]
    return largest && measured >= threshold ? [signal(`${kind}_of_many_buyers`, { measured, threshold }, largest)] : []
  })
}

const buyersOf = (sales: readonly CreditedSale[]) => new Set(sales.map(({ customerId }) => customerId))

/** Who earn on each other: two, or three in a circle. Measured is how many they are. */
function ring(
  { sale, referrerIntroduction, creditedToBuyer, boughtByReferrer }: Screened,
  recent: Recent,
  since: string,
): FraudSignal[] {
  const buyersOwn = recent(creditedToBuyer)
  const back = buyersOwn.filter(({ customerId }) => customerId === sale.referrerId)
  const isIntroducer =
    referrerIntroduction?.introducerId === sale.customerId && referrerIntroduction.introducedAt >= since
  if (back.length > 0 || isIntroducer) return [signal('ring', { measured: 2, threshold: 2 }, [sale, ...back])]
  const customers = buyersOf(buyersOwn)
  const third = recent(boughtByReferrer).filter(({ referrerId }) => customers.has(referrerId))
  const between = third.flatMap((bought) =>
    buyersOwn.filter(({ customerId }) => customerId === bought.referrerId).concat(bought),
  )
  return between.length > 0 ? [signal('ring', { measured: 3, threshold: 2 }, [sale, ...between])] : []
}

/** Accounts that were made to be introduced and to buy once. */
function newcomerBurst(sale: CreditedSale, credited: readonly CreditedSale[]): FraudSignal[] {
  if (!sale.isIntroduced) return []
  const [from, to] = [addDays(sale.paidAt, -burstDays), addDays(sale.paidAt, burstDays)]
  const orders = new Map<string, number>()
  for (const { customerId } of credited) orders.set(customerId, (orders.get(customerId) ?? 0) + 1)
  const once = credited.filter((each) => each.isIntroduced && orders.get(each.customerId) === 1)
  const burst = once.filter(({ paidAt }) => paidAt >= from && paidAt <= to)
  const found = { measured: burst.length, threshold: burstNewcomersMin }
  return once.includes(sale) && burst.length >= burstNewcomersMin ? [signal('newcomer_burst', found, burst)] : []
}

/** Goods that are bought for the commission and sent back once it is out. Measured is the share of money in basis points. */
function refundLoop(credited: readonly CreditedSale[]): FraudSignal[] {
  const releasedFen = sumFen(credited.map((each) => each.releasedFen ?? 0))
  const late = credited.filter(({ lateRefunds }) => lateRefunds > 0)
  const backFen = sumFen(late.map(({ lateRefundedFen }) => lateRefundedFen))
  const refunds = late.reduce((sum, { lateRefunds }) => sum + lateRefunds, 0)
  if (refunds < loopRefundsMin || releasedFen === 0) return []
  const measured = Math.floor((backFen * 10_000) / releasedFen)
  return measured >= loopShareMinBps ? [signal('refund_loop', { measured, threshold: loopShareMinBps }, late)] : []
}
