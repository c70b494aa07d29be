import type { Readable } from 'node:stream'
import { rowTime } from '../../domain/repurchase/import/timestamp.ts'
import { defaultTimeZone } from '../../domain/shops/shop.ts'
import { readCsv, start } from '../../functions/repurchase/import/read-csv.ts'
import { BootError } from '../errors.ts'

/** One line of a file of invitations; a reason where it cannot be read. */
export type InvitationLine = { readonly bytes: number; readonly lines: number } & (
  | { readonly row: Invitation }
  | { readonly reason: 'unreadable_line' | 'missing_id' | 'bad_timestamp' }
)
export type Invitation = {
  readonly inviter: string
  readonly invitee: string
  /** ISO 8601 UTC with milliseconds. */
  readonly at: string
}

const columns = ['inviter', 'invitee', 'timestamp'] as const

/** The lines of a file with the columns inviter, invitee and timestamp, in any order of columns and the file's order of lines. */
export async function* readInvitations(stream: Readable): AsyncGenerator<InvitationLine> {
  let places: readonly number[] | undefined
  for await (const { fields, end } of readCsv(stream, start)) {
    if (places === undefined) {
      places = placesIn(fields ?? [])
      continue
    }
    const [inviter = '', invitee = '', timestamp = ''] = places.map((place) => fields?.[place]?.trim() ?? '')
    const at = moment(timestamp)
    if (fields === undefined) yield { ...end, reason: 'unreadable_line' }
    else if (inviter === '' || invitee === '') yield { ...end, reason: 'missing_id' }
    else if (at === undefined) yield { ...end, reason: 'bad_timestamp' }
    else yield { ...end, row: { inviter, invitee, at } }
  }
  if (places === undefined) throw new BootError('The file is empty.')
}

/** Where each column is. */
function placesIn(header: readonly string[]): number[] {
  const names = header.map((name) => name.trim().toLowerCase())
  const missing = columns.filter((column) => !names.includes(column))
  if (missing.length > 0) throw new BootError(`The first line does not name ${missing.join(', ')}.`)
  return columns.map((column) => names.indexOf(column))
}

/** Of a new shop: a time without an offset is the shop's. */
const shopOffset = '+08:00'
const shopCalendar = { timeZone: defaultTimeZone, today: '9999-12-31' }

/** The moment of a timestamp: a date, a date with time, with an offset or without, or seconds or milliseconds since 1970. */
function moment(text: string): string | undefined {
  if (/^\d{9,10}$/.test(text)) return new Date(Number(text) * 1_000).toISOString()
  if (/^\d{12,13}$/.test(text)) return new Date(Number(text)).toISOString()
  const told = rowTime(text, shopCalendar)
  if (!told.ok) return undefined
  const { day, time } = told.value
  if (time.includes('T')) return time
  return new Date(`${day}T${time === '' ? '00:00:00.000' : time}${shopOffset}`).toISOString()
}
