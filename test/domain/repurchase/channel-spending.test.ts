import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type ChannelSpending,
  channelsPerMonthMax,
  recordSpending,
  type SpendingMonth,
  spentUpTo,
} from '../../../domain/repurchase/channel-spending.ts'
import { monthOf } from '../../../domain/shared/time.ts'

const today = '2026-03-10'
const told = (facts: Partial<ChannelSpending> = {}): ChannelSpending => ({
  channel: 'moments',
  day: '2026-03-09',
  spentFen: 500,
  ...facts,
})
const monthWith = (channel: string): SpendingMonth => ({ channel, month: '2026-03', spentByDayFen: {}, version: 1 })

/** The months after something was told, as a store would keep them. */
function after(months: readonly SpendingMonth[], each: ChannelSpending): SpendingMonth[] {
  const decision = recordSpending(
    months.filter(({ month }) => month === monthOf(each.day)),
    each,
    today,
  )
  if (!decision.ok) throw new Error(decision.refusal.code)
  return decision.events.reduce<SpendingMonth[]>(
    (known, changed) => [
      ...known.filter(({ channel, month }) => channel !== changed.channel || month !== changed.month),
      { ...changed, version: changed.version + 1 },
    ],
    [...months],
  )
}

test('whatever is told in whatever order, of each day what was said last counts, up to the day asked for', () => {
  const tellings = fc.array(
    fc.record({
      channel: fc.constantFrom('moments', 'group', '微博 #1'),
      day: fc.constantFrom('2026-01-31', '2026-02-01', '2026-03-01', '2026-03-10'),
      spentFen: fc.nat(1_000),
    }),
    { maxLength: 20 },
  )
  fc.assert(
    fc.property(tellings, fc.constantFrom('2025-12-31', '2026-02-01', '2026-03-09', today), (all, asOf) => {
      const last = new Map(all.map((each) => [`${each.channel} ${each.day}`, each]))
      const expected = new Map<string, number>()
      for (const { channel, day, spentFen } of last.values())
        if (day <= asOf) expected.set(channel, (expected.get(channel) ?? 0) + spentFen)
      expect(spentUpTo(all.reduce(after, []), asOf)).toEqual(expected)
    }),
  )
})

test('the same again is no news', () => {
  const [known] = after([], told())
  expect(recordSpending(known ? [known] : [], told(), today)).toEqual({ ok: true, events: [] })
})

test('today can be told of, a later day cannot', () => {
  expect(recordSpending([], told({ day: today }), today).ok).toBe(true)
  const refusal = { code: 'spent_in_future', field: 'path.day' }
  expect(recordSpending([], told({ day: '2026-03-11' }), today)).toEqual({ ok: false, refusal })
})

test('a month takes so many channels; those it has go on', () => {
  const full = Array.from({ length: channelsPerMonthMax }, (_, number) => monthWith(`c${number}`))
  const refusal = { code: 'too_many_channels', field: 'path.channel' }
  expect(recordSpending(full, told(), today)).toEqual({ ok: false, refusal })
  expect(recordSpending(full, told({ channel: 'c7' }), today).ok).toBe(true)
  expect(recordSpending(full.slice(1), told(), today).ok).toBe(true)
})
