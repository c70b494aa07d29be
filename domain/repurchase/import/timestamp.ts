import { shopDay } from '../../shared/time.ts'
import { earliestDay } from '../history.ts'
import type { Field } from './fields.ts'

/** When a row happened: its day on the shop's calendar, and the time of day as far as the file tells it. */
export type RowTime = {
  readonly day: string
  /** `hh:mm:ss.mmm` on the shop's clock, a moment in UTC where the file has an offset, empty for a bare date. */
  readonly time: string
}

/** What days may be: those of the shop's past. */
export type Calendar = { readonly timeZone: string; readonly today: string }

const pattern =
  /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i

/**
 * The day of a timestamp in the shop's time zone. What has no offset is local already, and a bare date is never shifted;
 * what has one is a moment, which falls on the day that the shop's calendar shows.
 */
export function rowTime(text: string, { timeZone, today }: Calendar): Field<RowTime> {
  const [whole, year = '', , month = '', date = '', hour, minute = '', second = '00', part = '', offset] =
    pattern.exec(text.trim()) ?? []
  const localDay = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  if (whole === undefined || !isDay(localDay)) return bad
  if (hour === undefined) return within({ day: localDay, time: '' }, today)
  const time = `${hour.padStart(2, '0')}:${minute}:${second}.${part.slice(0, 3).padEnd(3, '0')}`
  if (!isTimeOfDay(hour, minute, second)) return bad
  if (offset === undefined) return within({ day: localDay, time }, today)
  const ms = Date.parse(`${localDay}T${time}${offset.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`)
  if (Number.isNaN(ms)) return bad
  const moment = new Date(ms).toISOString()
  return within({ day: shopDay(moment, timeZone), time: moment }, today)
}

const bad: Field<never> = { ok: false, reason: 'bad_timestamp' }

const within = (value: RowTime, today: string): Field<RowTime> =>
  value.day >= earliestDay && value.day <= today ? { ok: true, value } : bad

/** 24:00 and the leap second are written by nobody who sells. */
const isTimeOfDay = (hour: string, minute: string, second: string) =>
  Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60

/** Whether the calendar has the day: there is no 30th of February. */
function isDay(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day)
}
