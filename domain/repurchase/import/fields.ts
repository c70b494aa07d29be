import { outsideIdLengthMax } from '../history.ts'
import { fenOfMilliYuan } from './milli-yuan.ts'

/** Most units in one row; a warehouse sells no more at once. */
const rowQuantityMax = 1_000_000

/** Why a row of a file is left out. Codes are public and are never renamed. */
export const rowReasons = {
  unreadable_line: 'not a line of CSV with the columns of the header',
  bad_id: `an id has 1 to ${outsideIdLengthMax} printable characters`,
  bad_quantity: `a whole number from 1 to ${rowQuantityMax}`,
  bad_amount: 'yuan with up to 3 decimals, 0 or more, without sign or separators',
  bad_timestamp: 'YYYY-MM-DD, with or without hh:mm[:ss] and an offset, not before 1970 and not in the future',
  bad_refunded: '0, 1, true or false',
  own_order_id: 'an order of this system is known already and is not imported',
  order_of_other_customer: 'an earlier row gives the order to another customer',
  order_on_other_day: 'an earlier row has the order more than a day before or after',
  order_full: 'the order has as many rows as an order may have',
  customer_full: 'the customer has as many orders as a history may have',
  unknown_order: 'there is no imported order of this id and customer',
  unknown_product: 'the order has nothing of the product',
  more_than_bought: 'more units than are left of the product in the order',
} as const
export type RowReason = keyof typeof rowReasons

/** A field that was understood, or why it was not. */
export type Field<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: RowReason }

const understood = <Value>(value: Value): Field<Value> => ({ ok: true, value })
const not = (reason: RowReason): Field<never> => ({ ok: false, reason })

const printable = /^[^\p{C}\p{Zl}\p{Zp}]+$/u

/** An id as another system writes it; spaces around it do not belong to it. */
export function outsideId(text: string): Field<string> {
  const id = text.trim()
  return id.length <= outsideIdLengthMax && printable.test(id) ? understood(id) : not('bad_id')
}

/** An id that may be left out: null then. */
export const optionalId = (text: string): Field<string | null> =>
  text.trim() === '' ? understood(null) : outsideId(text)

/** Units; `2.0`, as programs for statistics write a 2, is 2. */
export function quantity(text: string): Field<number> {
  const digits = /^(\d{1,7})(?:\.0+)?$/.exec(text.trim())?.[1]
  const units = Number(digits ?? 0)
  return units >= 1 && units <= rowQuantityMax ? understood(units) : not('bad_quantity')
}

/** An amount in thousandths of a yuan, zero or more, as the file states it. */
export function milliYuan(text: string): Field<number> {
  const [, yuan, decimals = ''] = /^(\d{1,9})(?:\.(\d{1,3})0*)?$/.exec(text.trim()) ?? []
  if (yuan === undefined) return not('bad_amount')
  const milli = Number(yuan) * 1_000 + Number(decimals.padEnd(3, '0'))
  return fenOfMilliYuan(milli) === undefined ? not('bad_amount') : understood(milli)
}

const flags: ReadonlyMap<string, boolean> = new Map([
  ['', false],
  ['0', false],
  ['false', false],
  ['1', true],
  ['true', true],
])

export function flag(text: string): Field<boolean> {
  const value = flags.get(text.trim().toLowerCase())
  return value === undefined ? not('bad_refunded') : understood(value)
}
