import * as z from 'zod'
import { assert } from './decision.ts'

/** A moment: ISO 8601 in UTC with milliseconds, as `Date.toISOString` writes it, so that strings sort as moments do. */
export const Moment = z.iso.datetime({ precision: 3 })
/** A day of a shop's calendar: YYYY-MM-DD. */
export const Day = z.iso.date()

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

const isTimeZone = (name: string): boolean => {
  try {
    dayFormat(name)
    return true
  } catch {
    return false
  }
}
/** A name of the IANA time zone database; an offset such as `+08:00` is none, it knows no summer time. */
export const TimeZone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z]/)
  .refine(isTimeZone, 'not a time zone of the IANA database')

const dayFormats = new Map<string, Intl.DateTimeFormat>()
function dayFormat(timeZone: string): Intl.DateTimeFormat {
  const known = dayFormats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  dayFormats.set(timeZone, format)
  return format
}

/** The day on the shop's calendar on which a moment falls. */
export function shopDay(moment: string, timeZone: string): string {
  const parts = new Map(
    dayFormat(timeZone)
      .formatToParts(new Date(moment))
      .map((part) => [part.type, part.value]),
  )
  const day = `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`
  assert(Day.safeParse(day).success, 'a moment falls on a day')
  return day
}

const clockFormats = new Map<string, Intl.DateTimeFormat>()
function clockFormat(timeZone: string): Intl.DateTimeFormat {
  const known = clockFormats.get(timeZone)
  if (known) return known
  const digits = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...digits })
  clockFormats.set(timeZone, format)
  return format
}

/** Day and time on the shop's clock, for people to read: `2026-03-01 16:00:00`. */
export const shopDayAndTime = (moment: string, timeZone: string): string =>
  `${shopDay(moment, timeZone)} ${clockFormat(timeZone).format(new Date(moment))}`

/** Whole days from one calendar day to another; negative when `to` is before `from`. */
export function daysBetween(from: string, to: string): number {
  const days = (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs
  assert(Number.isInteger(days), 'days are whole')
  return days
}

export const addMinutes = (moment: string, minutes: number): string =>
  new Date(Date.parse(moment) + minutes * minuteMs).toISOString()

/** Adds days of 24 hours, for deadlines; not calendar days. */
export const addDays = (moment: string, days: number): string =>
  new Date(Date.parse(moment) + days * dayMs).toISOString()

/** The month of a calendar day: YYYY-MM. */
export const monthOf = (day: string): string => day.slice(0, 7)

/** The calendar month so many months after another one; before it where `months` is negative. */
export function addMonths(month: string, months: number): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`
}

export const monthBefore = (month: string): string => addMonths(month, -1)

/** The calendar day so many days after another one; before it where `days` is negative. */
export const addCalendarDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/** The last day of a calendar month. */
export const lastDayOf = (month: string): string => addCalendarDays(`${addMonths(month, 1)}-01`, -1)
