import type {
  CloseResult,
  PrepayResult,
  QueryResult,
  RefundOutcome,
  WechatPay,
} from '../functions/payments/wechat-pay/client.ts'
import type { PaymentRef, PrepayCommand, RefundCommand } from '../functions/payments/wechat-pay/commands.ts'
import { WechatPayUnavailable } from '../functions/payments/wechat-pay/errors.ts'
import type { RefundResult } from '../functions/payments/wechat-pay/refund.ts'
import type { PaidTransaction, Transaction } from '../functions/payments/wechat-pay/transaction.ts'
import type { TransferResult, WechatTransfers } from '../functions/payments/wechat-pay/transfers.ts'
import { fundFlowBill, tradeBill } from './bill.ts'
import type { Random } from './random.ts'
import type { Trace } from './trace.ts'
import { createFakeTransfers, type WechatTransfer } from './transfers.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** The merchant and the mini-program of the simulation. */
export const merchant = { mode: 'partner', mchid: '1900000001', appId: 'wx0000000000000001' } as const

/** How often a call is lost on its way there, or its answer on the way back. */
const lostRate = 0.04
const slowRate = 0.05
const slowMaxMs = 4_000
const latencyMaxMs = 60
/** A buyer types a password, and the bank takes its time. */
const payingMaxMs = 60_000
const slowBankRate = 0.3
const slowBankMaxMs = 15 * 60_000
/** A close may cross with the bank's confirmation: the money comes although the close was answered. */
const crossingRate = 0.4
const refundingMaxMs = 2 * 86_400_000
const notEnoughRate = 0.1
const minuteMs = 60_000

/** A payment as it stands at WeChat. */
export type WechatPayment = {
  readonly command: PrepayCommand
  readonly openedAtMs: number
  /** Nobody begins to pay later. */
  readonly expiresAtMs: number
  state: 'NOTPAY' | 'CLOSED' | 'SUCCESS'
  /** Buyers who are paying just now. */
  paying: number
  transaction?: PaidTransaction
  readonly refunds: Map<string, RefundResult>
}

/** The money of a payment as WeChat has it: what came in, and what goes back under our numbers. */
export type MoneyOfPayment = {
  readonly transaction?: Pick<PaidTransaction, 'transactionId' | 'totalFen'>
  readonly refunds: ReadonlyMap<string, Pick<RefundResult, 'status' | 'refundFen'>>
}
export type WechatMoney = {
  readonly payments: ReadonlyMap<string, MoneyOfPayment>
  /** Left out where nobody looked. */
  readonly transfers?: ReadonlyMap<string, WechatTransfer>
}

/** What WeChat tells us by itself. */
export type WechatNews =
  | { readonly paid: PaidTransaction }
  | { readonly refund: RefundResult }
  | { readonly transfer: TransferResult }

export type FakeWechat = {
  readonly wechatPay: WechatPay
  readonly wechatTransfers: WechatTransfers
  readonly transfers: ReadonlyMap<string, WechatTransfer>
  /** Every payment that was ever opened, by its number. */
  readonly payments: ReadonlyMap<string, WechatPayment>
  /** A buyer pays what `prepay` opened. True when the phone says that it was paid. */
  pay(prepayId: string): Promise<boolean>
}

type Options = {
  readonly clock: VirtualClock
  readonly random: Random
  readonly tell: (news: WechatNews) => void
  readonly trace: Trace
}

/** WeChat Pay in memory: the same numbers give the same answers; calls and answers get lost. */
export function createFakeWechat(options: Options): FakeWechat {
  const { clock, random, trace } = options
  const payments = new Map<string, WechatPayment>()
  const latencyMs = () => (random.chance(slowRate) ? random.int(slowMaxMs) : random.int(latencyMaxMs))
  /** What the real client makes of a call without an answer, after its own retries. */
  const call = async <Answer>(answer: () => Answer): Promise<Answer> => {
    await clock.sleep(latencyMs())
    if (random.chance(lostRate)) throw new WechatPayUnavailable('The call was lost')
    const given = answer()
    trace.note(`wechat: ${JSON.stringify(given)}`)
    await clock.sleep(latencyMs())
    if (random.chance(lostRate)) throw new WechatPayUnavailable('The answer was lost')
    return given
  }
  const { transfers: wechatTransfers, begun } = createFakeTransfers({ ...options, random: random.fork('transfers') })
  return {
    payments,
    wechatTransfers,
    transfers: begun,
    pay: (prepayId) => pay(options, payments.get(prepayId)),
    wechatPay: {
      prepay: (command) => call(() => prepay(payments, clock.nowMs(), command)),
      query: ({ outTradeNo }) => call(() => query(payments.get(outTradeNo))),
      close: ({ outTradeNo }) => call(() => close(payments.get(outTradeNo))),
      refund: (command) => call(() => refund(options, payments.get(command.outTradeNo), command)),
      // Nobody of the simulation leads a refund elsewhere.
      redirectRefund: async () => ({
        ok: false,
        refusal: { code: 'refund_not_allowed', wechatCode: 'INVALID_REQUEST' },
      }),
      queryRefund: ({ outRefundNo }) => call(() => queryRefund(payments, outRefundNo)),
      tradeBill: (command) => call(() => tradeBill(payments, command)),
      fundFlowBill: (command) => call(() => fundFlowBill(payments, command)),
    },
  }
}

function prepay(payments: Map<string, WechatPayment>, nowMs: number, command: PrepayCommand): PrepayResult {
  const { outTradeNo } = command
  const known = payments.get(outTradeNo)
  if (known?.state === 'SUCCESS') return { ok: false, refusal: { code: 'order_paid', wechatCode: 'ORDERPAID' } }
  if (known?.state === 'CLOSED') return { ok: false, refusal: { code: 'order_closed', wechatCode: 'ORDER_CLOSED' } }
  if (known && JSON.stringify(known.command) !== JSON.stringify(command))
    return { ok: false, refusal: { code: 'parameters_differ', wechatCode: 'INVALID_REQUEST' } }
  const expiresAtMs = Math.max(Date.parse(command.expiresAt), nowMs + minuteMs)
  const opened = { command, openedAtMs: nowMs, expiresAtMs, state: 'NOTPAY', paying: 0, refunds: new Map() } as const
  if (!known) payments.set(outTradeNo, { ...opened })
  return { ok: true, prepayId: outTradeNo }
}

async function pay({ clock, random, tell, trace }: Options, payment: WechatPayment | undefined): Promise<boolean> {
  if (!payment || stateOf(payment) !== 'NOTPAY' || clock.nowMs() >= payment.expiresAtMs) return false
  payment.paying += 1
  await clock.sleep(random.int(random.chance(slowBankRate) ? slowBankMaxMs : payingMaxMs))
  payment.paying -= 1
  const state = stateOf(payment)
  if (state === 'SUCCESS' || (state === 'CLOSED' && !random.chance(crossingRate))) return false
  trace.note(`wechat: ${payment.command.outTradeNo} is paid, it was ${state}`)
  payment.state = 'SUCCESS'
  payment.transaction = transactionOf(payment, clock.now())
  tell({ paid: payment.transaction })
  return true
}

/** What another call may have made of it meanwhile. */
const stateOf = ({ state }: WechatPayment) => state

const transactionOf = ({ command }: WechatPayment, successAt: string): PaidTransaction => ({
  ...parties(command),
  appId: merchant.appId,
  tradeState: 'SUCCESS',
  outTradeNo: command.outTradeNo,
  transactionId: `42${command.outTradeNo.slice(-26)}`,
  payerOpenid: command.openid,
  totalFen: command.totalFen,
  payerTotalFen: command.totalFen,
  successAt,
})

const parties = ({ subMchid }: PaymentRef) => ({
  mchid: merchant.mchid,
  ...(subMchid === undefined ? {} : { subMchid }),
})

function query(payment: WechatPayment | undefined): QueryResult {
  if (!payment) return { kind: 'absent' }
  return {
    kind: 'found',
    transaction: payment.transaction ? afterRefunds(payment, payment.transaction) : unpaid(payment),
  }
}

/** Whatever was refunded, the transaction says so from then on. */
const afterRefunds = (payment: WechatPayment, transaction: PaidTransaction): Transaction =>
  payment.refunds.size > 0 ? { ...transaction, tradeState: 'REFUND' } : transaction

const unpaid = ({ command, state, paying }: WechatPayment): Transaction => ({
  ...parties(command),
  appId: merchant.appId,
  tradeState: unpaidState(state, paying),
  outTradeNo: command.outTradeNo,
})

function unpaidState(state: WechatPayment['state'], paying: number) {
  if (state === 'CLOSED') return 'CLOSED'
  return paying > 0 ? 'USERPAYING' : 'NOTPAY'
}

function close(payment: WechatPayment | undefined): CloseResult {
  if (!payment) return 'absent'
  if (payment.state === 'SUCCESS') return 'paid'
  payment.state = 'CLOSED'
  return 'closed'
}

function refund(options: Options, payment: WechatPayment | undefined, command: RefundCommand): RefundOutcome {
  const known = payment?.refunds.get(command.outRefundNo)
  if (known) return { ok: true, refund: known }
  if (!payment?.transaction)
    return { ok: false, refusal: { code: 'payment_absent', wechatCode: 'RESOURCE_NOT_EXISTS' } }
  const { totalFen } = payment.transaction
  if (command.totalFen !== totalFen || refundedFen(payment) + command.refundFen > totalFen)
    return { ok: false, refusal: { code: 'refund_not_allowed', wechatCode: 'INVALID_REQUEST' } }
  if (options.random.chance(notEnoughRate))
    return { ok: false, refusal: { code: 'not_enough_funds', wechatCode: 'NOT_ENOUGH' } }
  return { ok: true, refund: acceptRefund(options, payment, command) }
}

/** Money that goes back, or has gone. */
export const refundedFen = ({ refunds }: MoneyOfPayment): number =>
  [...refunds.values()].reduce((sum, { status, refundFen }) => sum + (status === 'CLOSED' ? 0 : refundFen), 0)

/** Takes a refund on, and days later says what became of it. */
function acceptRefund({ clock, random, tell }: Options, payment: WechatPayment, command: RefundCommand): RefundResult {
  const { outTradeNo, outRefundNo, refundFen, totalFen } = command
  const refundId = `50${outRefundNo.slice(-26)}`
  const about = { ...parties(command), outTradeNo, outRefundNo, refundId, refundFen, totalFen }
  const accepted = { ...about, status: 'PROCESSING' } as const
  payment.refunds.set(outRefundNo, accepted)
  const last = random.pick(['SUCCESS', 'SUCCESS', 'SUCCESS', 'CLOSED', 'ABNORMAL'] as const)
  clock.after(random.int(refundingMaxMs), () => {
    const done = { ...about, status: last, ...(last === 'SUCCESS' ? { successAt: clock.now() } : {}) }
    payment.refunds.set(outRefundNo, done)
    tell({ refund: done })
  })
  return accepted
}

function queryRefund(payments: ReadonlyMap<string, WechatPayment>, outRefundNo: string) {
  for (const { refunds } of payments.values()) {
    const found = refunds.get(outRefundNo)
    if (found) return { kind: 'found', refund: found } as const
  }
  return { kind: 'absent' } as const
}
