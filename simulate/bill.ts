import { type BillRow, billDay } from '../domain/payments/reconciliation.ts'
import type { BillCommand, TradeBill } from '../functions/payments/wechat-pay/bills.ts'
import type { FundFlowReply } from '../functions/payments/wechat-pay/fund-flow-bill.ts'
import type { WechatPayment } from './wechat.ts'

/** What was paid and what went back on a day. The calls come late enough that it is complete. */
export function tradeBill(
  payments: ReadonlyMap<string, WechatPayment>,
  { billDate, subMchid }: BillCommand,
): TradeBill {
  const rows = [...payments.values()].flatMap(({ command, transaction, refunds }): BillRow[] => {
    if (!transaction || command.subMchid !== subMchid) return []
    const { outTradeNo, transactionId, totalFen, successAt } = transaction
    const about = { outTradeNo, transactionId, state: 'SUCCESS' } as const
    const paid = { kind: 'payment', ...about, amountFen: totalFen } as const
    const back = [...refunds.values()].filter((one) => one.successAt && billDay(one.successAt) === billDate)
    return [
      ...(billDay(successAt) === billDate ? [paid] : []),
      ...back.map(({ outRefundNo, refundId, refundFen }) => ({
        kind: 'refund' as const,
        ...about,
        outRefundNo,
        refundId,
        amountFen: refundFen,
      })),
    ]
  })
  return rows.length === 0 ? { kind: 'absent' } : { kind: 'found', rows }
}

/** The account moved by each line of the trade bill. */
export function fundFlowBill(payments: ReadonlyMap<string, WechatPayment>, command: BillCommand): FundFlowReply {
  const bill = tradeBill(payments, command)
  if (bill.kind !== 'found') return bill
  const movements = bill.rows.map(({ kind, transactionId, refundId = '', amountFen }) =>
    kind === 'payment'
      ? ({ kind, direction: 'in', businessNo: transactionId, amountFen } as const)
      : ({ kind, direction: 'out', businessNo: refundId, amountFen } as const),
  )
  return { kind: 'found', movements }
}
