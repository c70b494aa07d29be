import * as z from 'zod'
import { decided, refused } from '../shared/decision.ts'
import { Fen } from '../shared/fen.ts'
import { Day, monthOf } from '../shared/time.ts'
import { earliestDay, OutsideId } from './history.ts'

/** Channels on which a shop says for one month that it spent something; a busy shop has a dozen. */
export const channelsPerMonthMax = 100

/** What a shop says that it spent on a channel on a day: advertisements, samples, a stall. */
export const ChannelSpending = z.object({
  channel: OutsideId,
  day: Day.refine((day) => day >= earliestDay, 'no spending before 1970'),
  /** 0: nothing. */
  spentFen: Fen,
})
export type ChannelSpending = z.infer<typeof ChannelSpending>

/** What was spent on a channel in a month, by day. A day that is not there: nobody has said anything of it. */
export const SpendingMonth = z.object({
  channel: OutsideId,
  month: z.string().regex(/^\d{4}-\d{2}$/),
  spentByDayFen: z.record(Day, Fen),
  /** Rises by one with every change; 0 when there is none yet. */
  version: z.int().min(0),
})
export type SpendingMonth = z.infer<typeof SpendingMonth>

/**
 * Says what was spent on a channel on a day, or corrects it: what was said last stands. The same again is no event.
 * @param known what was said of that day's month, of every channel.
 * @param today on the shop's calendar.
 */
export function recordSpending(known: readonly SpendingMonth[], told: ChannelSpending, today: string) {
  const { channel, day, spentFen } = told
  if (day > today) return refused('spent_in_future', 'path.day')
  const month = monthOf(day)
  const before = known.find((each) => each.channel === channel)
  if (before?.spentByDayFen[day] === spentFen) return decided<SpendingMonth>()
  if (before === undefined && known.length >= channelsPerMonthMax) return refused('too_many_channels', 'path.channel')
  const { version, spentByDayFen } = before ?? { version: 0, spentByDayFen: {} }
  return decided<SpendingMonth>({ channel, month, spentByDayFen: { ...spentByDayFen, [day]: spentFen }, version })
}

/** What was spent on each channel up to and with a day: fen. */
export function spentUpTo(months: readonly SpendingMonth[], asOf: string): Map<string, number> {
  const spent = new Map<string, number>()
  for (const { channel, spentByDayFen } of months)
    for (const [day, fen] of Object.entries(spentByDayFen))
      if (day <= asOf) spent.set(channel, (spent.get(channel) ?? 0) + fen)
  return spent
}
