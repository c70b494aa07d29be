import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDays,
  addMinutes,
  Day,
  daysBetween,
  Moment,
  shopDay,
  shopDayAndTime,
  TimeZone,
} from '../../../domain/shared/time.ts'

test.each([
  ['Asia/Shanghai', '2026-03-01T15:59:59.999Z', '2026-03-01'],
  ['Asia/Shanghai', '2026-03-01T16:00:00.000Z', '2026-03-02'],
  ['Asia/Shanghai', '2026-12-31T15:59:59.999Z', '2026-12-31'],
  ['Asia/Shanghai', '2026-12-31T16:00:00.000Z', '2027-01-01'],
  ['Asia/Shanghai', '2028-02-28T16:00:00.000Z', '2028-02-29'],
  // Xinjiang keeps two hours behind on many a clock.
  ['Asia/Urumqi', '2026-03-01T17:59:59.999Z', '2026-03-01'],
  ['Asia/Urumqi', '2026-03-01T18:00:00.000Z', '2026-03-02'],
  ['UTC', '2026-12-31T23:59:59.999Z', '2026-12-31'],
  ['UTC', '2027-01-01T00:00:00.000Z', '2027-01-01'],
  ['Pacific/Kiritimati', '2026-12-31T10:00:00.000Z', '2027-01-01'],
  ['Pacific/Niue', '2027-01-01T10:59:59.999Z', '2026-12-31'],
  ['Asia/Kathmandu', '2026-03-01T18:14:59.999Z', '2026-03-01'],
  ['Asia/Kathmandu', '2026-03-01T18:15:00.000Z', '2026-03-02'],
])('in %s, %s falls on %s', (timeZone, moment, day) => {
  expect(shopDay(moment, timeZone)).toBe(day)
})

test.each([
  // Winter time before, summer time after: 23 hours.
  ['2026-03-08', '2026-03-08T05:00:00.000Z', '2026-03-09T03:59:59.999Z', 23],
  // And back: 25 hours.
  ['2026-11-01', '2026-11-01T04:00:00.000Z', '2026-11-02T04:59:59.999Z', 25],
  ['2026-03-07', '2026-03-07T05:00:00.000Z', '2026-03-08T04:59:59.999Z', 24],
])('%s in New York is from %s to %s: %i hours', (day, first, last, hours) => {
  const before = addMinutes(first, -1)
  const after = new Date(Date.parse(last) + 1).toISOString()
  const days = [before, first, last, after].map((moment) => shopDay(moment, 'America/New_York'))
  expect(days.map((found) => daysBetween(day, found))).toEqual([-1, 0, 0, 1])
  expect(Date.parse(after) - Date.parse(first)).toBe(hours * 3_600_000)
})

const instant = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2100, 0) })
const zone = fc.constantFrom(
  'Asia/Shanghai',
  'America/New_York',
  'Europe/London',
  'Pacific/Apia',
  'UTC',
  'Asia/Kolkata',
)

test('days do not go back as time goes on, and none is far from the day in UTC', () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: 0, max: 10 ** 11 }), zone, (ms, laterMs, timeZone) => {
      const [moment, later] = [new Date(ms).toISOString(), new Date(ms + laterMs).toISOString()]
      const day = shopDay(moment, timeZone)
      expect(Day.parse(day)).toBe(day)
      expect(day <= shopDay(later, timeZone)).toBe(true)
      expect(Math.abs(daysBetween(moment.slice(0, 10), day))).toBeLessThanOrEqual(1)
    }),
  )
})

test.each([
  ['2026-03-01', '2026-03-01', 0],
  ['2026-02-28', '2026-03-01', 1],
  ['2028-02-28', '2028-03-01', 2],
  ['2026-12-31', '2027-01-01', 1],
  ['2026-03-09', '2026-03-07', -2],
])('from %s to %s are %i days', (from, to, days) => {
  expect(daysBetween(from, to)).toBe(days)
})

test('deadlines count days of 24 hours, whatever clocks do', () => {
  expect(addDays('2026-03-07T12:00:00.000Z', 1)).toBe('2026-03-08T12:00:00.000Z')
  expect(addDays('2026-03-01T00:00:00.000Z', -1)).toBe('2026-02-28T00:00:00.000Z')
  expect(addMinutes('2026-12-31T23:50:00.000Z', 15)).toBe('2027-01-01T00:05:00.000Z')
})

test('moments sort as strings', () => {
  fc.assert(
    fc.property(instant, instant, (a, b) => {
      const [first, second] = [new Date(a).toISOString(), new Date(b).toISOString()]
      expect(Moment.parse(first)).toBe(first)
      expect(first < second).toBe(a < b)
    }),
  )
})

test.each([
  ['no milliseconds', '2026-03-01T08:00:00Z'],
  ['an offset', '2026-03-01T08:00:00.000+08:00'],
  ['no zone', '2026-03-01T08:00:00.000'],
  ['a day that is none', '2026-02-29T08:00:00.000Z'],
  ['a day alone', '2026-03-01'],
])('a moment with %s is refused: it would not sort', (_, value) => {
  expect(Moment.safeParse(value).success).toBe(false)
})

test.each([
  ['Asia/Shanghai', true],
  ['UTC', true],
  ['Asia/Peking', false],
  ['', false],
  ['+08:00', false],
  ['CST8', false],
  ['A'.repeat(65), false],
])('%s as a time zone: %s', (name, isRight) => {
  expect(TimeZone.safeParse(name).success).toBe(isRight)
})

test.each([
  ['Asia/Shanghai', '2026-03-01T15:59:59.999Z', '2026-03-01 23:59:59'],
  ['Asia/Shanghai', '2026-03-01T16:00:00.000Z', '2026-03-02 00:00:00'],
  ['America/New_York', '2026-07-01T16:05:09.000Z', '2026-07-01 12:05:09'],
  ['Asia/Kathmandu', '2026-03-01T18:15:00.000Z', '2026-03-02 00:00:00'],
])('in %s, %s is written %s', (timeZone, moment, text) => {
  expect(shopDayAndTime(moment, timeZone)).toBe(text)
})
