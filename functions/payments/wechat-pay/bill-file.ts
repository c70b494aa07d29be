import * as z from 'zod'
import type { BillRow } from '../../../domain/payments/reconciliation.ts'
import { amountMaxFen } from '../../../domain/shared/fen.ts'

/** A file that is not a whole trade bill: cut, of another shape, or with sums that are not those of its lines. */
export class UnreadableBill extends Error {
  override readonly name = 'UnreadableBill'
}

/** Lines of one bill: a shop's busy day has far fewer, and all of them are in memory at once. */
export const billRowsMax = 200_000

const text = z.string().max(512)
const present = text.min(1)
const wireRow = z.object({
  微信订单号: present,
  商户订单号: present,
  交易状态: present,
  商户退款单号: text,
  退款状态: text,
  订单金额: text,
  申请退款金额: text,
})
const columns = Object.keys(wireRow.shape)
const sumColumns = ['总交易单数', '订单总金额', '申请退款总金额'] as const

/**
 * Reads the text of a trade bill: a head, a line for each payment and refund, a second head and a line of sums, which
 * must be those of the lines. Throws UnreadableBill.
 */
export function parseTradeBill(file: string): BillRow[] {
  const [head = [], ...lines] = records(file.replace(/^\ufeff/, ''))
  const sums = lines.pop() ?? []
  const sumHead = lines.pop() ?? []
  if (lines.length > billRowsMax) throw new UnreadableBill(`More than ${billRowsMax} lines`)
  const missing = columns.filter((column) => !head.includes(column))
  if (missing.length > 0) throw new UnreadableBill(`No column ${missing.join(', ')}`)
  const rows = lines.map((line, at) => billRow(named(head, line, at + 2), at + 2))
  requireSums(rows, named(sumHead, sums, lines.length + 3))
  return rows
}

function billRow(line: Readonly<Record<string, string>>, number: number): BillRow {
  const parsed = wireRow.safeParse(line)
  if (!parsed.success) throw new UnreadableBill(`Line ${number} lacks a value`)
  const wire = parsed.data
  const about = { outTradeNo: wire.商户订单号, transactionId: wire.微信订单号 }
  if (wire.交易状态 !== 'REFUND')
    return { kind: 'payment', ...about, amountFen: fenOf(wire.订单金额, number), state: wire.交易状态 }
  if (wire.商户退款单号 === '' || wire.退款状态 === '') throw new UnreadableBill(`Line ${number} lacks a value`)
  const amountFen = fenOf(wire.申请退款金额, number)
  return { kind: 'refund', ...about, outRefundNo: wire.商户退款单号, amountFen, state: wire.退款状态 }
}

function requireSums(rows: readonly BillRow[], sums: Readonly<Record<string, string>>): void {
  const [count, paid, refunded] = sumColumns.map((column) => sums[column])
  const sumOf = (kind: BillRow['kind']) =>
    rows.reduce((sum, row) => (row.kind === kind ? sum + BigInt(row.amountFen) : sum), 0n)
  const isRight =
    count === String(rows.length) && sumFenOf(paid) === sumOf('payment') && sumFenOf(refunded) === sumOf('refund')
  if (!isRight) throw new UnreadableBill('The sums are not those of the lines')
}

/** Yuan with up to two decimals as fen, digit by digit: no float is near. Throws UnreadableBill. */
export function fenOf(yuan: string, line: number): number {
  const fen = sumFenOf(yuan)
  if (fen === undefined || fen > BigInt(amountMaxFen)) throw new UnreadableBill(`Line ${line} has no amount: ${yuan}`)
  return Number(fen)
}

function sumFenOf(yuan: string | undefined): bigint | undefined {
  const [, whole, decimals = ''] = /^(\d{1,15})(?:\.(\d{1,2}))?$/.exec(yuan ?? '') ?? []
  return whole === undefined ? undefined : BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0'))
}

function named(head: readonly string[], line: readonly string[], number: number): Record<string, string> {
  if (head.length !== line.length)
    throw new UnreadableBill(`Line ${number} has ${line.length} values, not ${head.length}`)
  return Object.fromEntries(head.map((name, at) => [name, line[at] ?? '']))
}

/**
 * A value, then what ends it. In quotation marks with doubled ones inside (RFC 4180); after a back-tick up to the comma
 * before the next back-tick, so that a product's name may have commas and quotation marks; else up to the next comma.
 */
const valuePattern = /(?:"((?:[^"]|"")*)"|`((?:[^,\r\n]|,(?!"?`))*)|([^",\r\n]*))(,|\r?\n|$)/y

/** Records of values without the back-tick before each. A last line feed ends the last record and begins none. */
function records(file: string): string[][] {
  const found: string[][] = []
  let record: string[] = []
  const value = new RegExp(valuePattern)
  while (value.lastIndex < file.length || record.length > 0) {
    const match = value.exec(file)
    if (!match) throw new UnreadableBill(`Line ${found.length + 1} is not comma-separated`)
    const [, quoted, ticked, plain = '', end] = match
    record.push(quoted?.replaceAll('""', '"').replace(/^`/, '') ?? ticked ?? plain)
    if (end === ',') continue
    found.push(record)
    record = []
  }
  return found
}
