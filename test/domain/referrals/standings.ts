import {
  evolveStanding,
  leave,
  liftSuspension,
  rejoin,
  type Standing,
  suspend,
  unbroken,
} from '../../../domain/referrals/standing.ts'
import { addMinutes } from '../../../domain/shared/time.ts'
import { customerId } from '../shared/ids.ts'

export const start = '2026-03-01T08:00:00.000Z'
export const minute = (number: number) => addMinutes(start, number)
export const owner = customerId(9)

const decide = {
  leave: (standing: Standing, now: string) => leave(standing, now),
  rejoin: (standing: Standing, now: string) => {
    const decision = rejoin(standing, now)
    return decision.ok ? decision.events : []
  },
  suspend: (standing: Standing, now: string) => {
    const decision = suspend(standing, { reason: '待核实', by: owner }, now)
    return decision.ok ? decision.events : []
  },
  lift: (standing: Standing, now: string) => liftSuspension(standing, owner, now),
} as const
export type Act = keyof typeof decide

/** What somebody does to a standing; a refusal changes nothing. */
export const act = (standing: Standing, what: Act, now: string): Standing =>
  decide[what](standing, now).reduce(evolveStanding, standing)

/** Each a minute after the one before; the first a minute after the start. */
export const standingAfter = (acts: readonly Act[]): Standing =>
  acts.reduce((standing, each, at) => act(standing, each, minute(at + 1)), unbroken)
