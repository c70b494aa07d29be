import * as z from 'zod'
import type { BillRow } from '../../../domain/payments/reconciliation.ts'
import { type BillLine, fenOf, readBill, sumFenOf, UnreadableBill } from './bill-records.ts'

const text = z.string().max(512)
const present = text.min(1)
const wireRow = z.object({
  微信订单号: present,
  商户订单号: present,
  交易状态: present,
  微信退款单号: text,
  商户退款单号: text,
  退款状态: text,
  订单金额: text,
  申请退款金额: text,
})
const columns = Object.keys(wireRow.shape)
const sumColumns = ['总交易单数', '订单总金额', '申请退款总金额'] as const

/** Reads the text of a trade bill, whose sums must be those of its lines. Throws UnreadableBill. */
export function parseTradeBill(file: string): BillRow[] {
  const { lines, sums } = readBill(file, columns)
  const rows = lines.map(billRow)
  requireSums(rows, sums)
  return rows
}

function billRow({ values, number }: BillLine): BillRow {
  const parsed = wireRow.safeParse(values)
  if (!parsed.success) throw new UnreadableBill(`Line ${number} lacks a value`)
  const wire = parsed.data
  const about = { outTradeNo: wire.商户订单号, transactionId: wire.微信订单号 }
  if (wire.交易状态 !== 'REFUND')
    return { kind: 'payment', ...about, amountFen: fenOf(wire.订单金额, number), state: wire.交易状态 }
  if (wire.微信退款单号 === '' || wire.商户退款单号 === '' || wire.退款状态 === '')
    throw new UnreadableBill(`Line ${number} lacks a value`)
  const amountFen = fenOf(wire.申请退款金额, number)
  const numbers = { outRefundNo: wire.商户退款单号, refundId: wire.微信退款单号 }
  return { kind: 'refund', ...about, ...numbers, amountFen, state: wire.退款状态 }
}

function requireSums(rows: readonly BillRow[], sums: Readonly<Record<string, string>>): void {
  const [count, paid, refunded] = sumColumns.map((column) => sums[column])
  const sumOf = (kind: BillRow['kind']) =>
    rows.reduce((sum, row) => (row.kind === kind ? sum + BigInt(row.amountFen) : sum), 0n)
  const isRight =
    count === String(rows.length) && sumFenOf(paid) === sumOf('payment') && sumFenOf(refunded) === sumOf('refund')
  if (!isRight) throw new UnreadableBill('The sums are not those of the lines')
}
