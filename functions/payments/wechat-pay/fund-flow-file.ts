import * as z from 'zod'
import type { Movement } from '../../../domain/payments/fund-flow.ts'
import { type BillLine, fenOf, readBill, sumFenOf, UnreadableBill } from './bill-records.ts'

const present = z.string().min(1).max(512)
const wireRow = z.object({
  // A withdrawal or a fee need not have one.
  微信支付业务单号: z.string().max(512),
  业务类型: present,
  收支类型: z.enum(['收入', '支出']),
  '收支金额(元)': present,
})
const columns = Object.keys(wireRow.shape)

/** Kinds of business that move by a payment or a refund; all others are fees, withdrawals and the like. From the examples
 *  in WeChat's documents, which have no list of them. */
const kinds: Readonly<Record<string, Movement['kind']>> = { 交易: 'payment', 退款: 'refund' }

/** Reads the text of a fund-flow bill, whose sums must be those of its lines. Throws UnreadableBill. */
export function parseFundFlowBill(file: string): Movement[] {
  const { lines, sums } = readBill(file, columns)
  const movements = lines.map(movement)
  requireSums(movements, sums)
  return movements
}

function movement({ values, number }: BillLine): Movement {
  const { data: wire } = wireRow.safeParse(values)
  const kind = wire && (kinds[wire.业务类型] ?? 'other')
  if (!wire || !kind || (kind !== 'other' && wire.微信支付业务单号 === ''))
    throw new UnreadableBill(`Line ${number} lacks a value`)
  return {
    kind,
    direction: wire.收支类型 === '收入' ? 'in' : 'out',
    businessNo: wire.微信支付业务单号,
    amountFen: kind === 'other' ? wholeFenOf(wire['收支金额(元)'], number) : fenOf(wire['收支金额(元)'], number),
  }
}

/** A withdrawal may be larger than any order. */
function wholeFenOf(yuan: string, line: number): number {
  const fen = sumFenOf(yuan)
  if (fen === undefined || fen > BigInt(Number.MAX_SAFE_INTEGER))
    throw new UnreadableBill(`Line ${line} has no amount: ${yuan}`)
  return Number(fen)
}

function requireSums(movements: readonly Movement[], sums: Readonly<Record<string, string>>): void {
  const [incoming, outgoing] = (['in', 'out'] as const).map((way) =>
    movements.filter(({ direction }) => direction === way),
  )
  const isRight =
    countOf(sums.资金流水总笔数) === movements.length &&
    countOf(sums.收入笔数) === incoming?.length &&
    countOf(sums.支出笔数) === outgoing?.length &&
    sumFenOf(sums.收入金额) === fenIn(incoming ?? []) &&
    sumFenOf(sums.支出金额) === fenIn(outgoing ?? [])
  if (!isRight) throw new UnreadableBill('The sums are not those of the lines')
}

/** WeChat's example writes counts with a decimal: `20.0`. */
const countOf = (text = '') => (/^\d{1,9}(?:\.0+)?$/.test(text) ? Math.trunc(Number(text)) : undefined)

const fenIn = (movements: readonly Movement[]) => movements.reduce((sum, { amountFen }) => sum + BigInt(amountFen), 0n)
