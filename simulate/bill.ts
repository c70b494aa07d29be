import { type BillRow, billDay } from '../domain/payments/reconciliation.ts'
import type { TradeBill, TradeBillCommand } from '../functions/payments/wechat-pay/bills.ts'
import type { WechatPayment } from './wechat.ts'

/** What was paid and what went back on a day. The calls come late enough that it is complete. */
export function tradeBill(
  payments: ReadonlyMap<string, WechatPayment>,
  { billDate, subMchid }: TradeBillCommand,
): TradeBill {
  const rows = [...payments.values()].flatMap(({ command, transaction, refunds }): BillRow[] => {
    if (!transaction || command.subMchid !== subMchid) return []
    const { outTradeNo, transactionId, totalFen, successAt } = transaction
    const about = { outTradeNo, transactionId, state: 'SUCCESS' } as const
    const paid = { kind: 'payment', ...about, amountFen: totalFen } as const
    const back = [...refunds.values()].filter((one) => one.successAt && billDay(one.successAt) === billDate)
    return [
      ...(billDay(successAt) === billDate ? [paid] : []),
      ...back.map(({ outRefundNo, refundFen }) => ({
        kind: 'refund' as const,
        ...about,
        outRefundNo,
        amountFen: refundFen,
      })),
    ]
  })
  return rows.length === 0 ? { kind: 'absent' } : { kind: 'found', rows }
}
