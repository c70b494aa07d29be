import { amountMaxFen } from '../../../domain/shared/fen.ts'

/** A file that is not a whole bill: cut, of another shape, or with sums that are not those of its lines. */
export class UnreadableBill extends Error {
  override readonly name = 'UnreadableBill'
}

/** Lines of one bill: a shop's busy day has far fewer, and all of them are in memory at once. */
const billRowsMax = 200_000

/** A line of a bill by the names of its head; `number` is its place in the file, for messages. */
export type BillLine = { readonly values: Readonly<Record<string, string>>; readonly number: number }

/**
 * Reads the text of a bill: a head, a line for each thing that happened, a second head and a line of sums.
 * Throws UnreadableBill, also where one of the columns is missing.
 */
export function readBill(
  file: string,
  columns: readonly string[],
): { readonly lines: readonly BillLine[]; readonly sums: Readonly<Record<string, string>> } {
  const [head = [], ...lines] = records(file.replace(/^\ufeff/, ''))
  const sums = lines.pop() ?? []
  const sumHead = lines.pop() ?? []
  if (lines.length > billRowsMax) throw new UnreadableBill(`More than ${billRowsMax} lines`)
  const names = head.map(plainParentheses)
  const missing = columns.filter((column) => !names.includes(column))
  if (missing.length > 0) throw new UnreadableBill(`No column ${missing.join(', ')}`)
  return {
    lines: lines.map((line, at) => ({ values: named(names, line, at + 2), number: at + 2 })),
    sums: named(sumHead, sums, lines.length + 3),
  }
}

/** Some of WeChat's files have full-width parentheses in their heads. */
const plainParentheses = (name: string) => name.replace('（', '(').replace('）', ')')

/** Yuan with up to two decimals as fen, digit by digit: no float is near. Throws UnreadableBill. */
export function fenOf(yuan: string, line: number): number {
  const fen = sumFenOf(yuan)
  if (fen === undefined || fen > BigInt(amountMaxFen)) throw new UnreadableBill(`Line ${line} has no amount: ${yuan}`)
  return Number(fen)
}

/** The same without the limit of one amount, for sums; undefined where it is no amount. */
export function sumFenOf(yuan: string | undefined): bigint | undefined {
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
