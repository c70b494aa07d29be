import { dueMoment } from '../domain/orders/fulfil-order.ts'
import { chainFigureViolations } from './chain-figure-invariants.ts'
import { chainViolations } from './chain-invariants.ts'
import { closingViolations } from './closing-invariants.ts'
import { eventViolations } from './event-invariants.ts'
import { figureViolations, platformViolations } from './figure-invariants.ts'
import { type FullRead, readAll } from './full-read.ts'
import { funnelViolations } from './funnel-invariants.ts'
import { moneyViolations } from './money-invariants.ts'
import { standingViolations } from './standing-invariants.ts'
import { stockViolations } from './stock-invariants.ts'
import { shippingViolations } from './wechat-shipping.ts'
import type { World } from './world.ts'

type Judged = Pick<World, 'wechat' | 'shipping' | 'answers'>

/** Everything that is not as it must be, each in a sentence, after a full read of a world at rest. */
export function violations(read: FullRead, { wechat, shipping, answers }: Judged): string[] {
  return [
    ...lostOrders(read, answers.placedOrders),
    ...unfinishedOrders(read),
    ...stockViolations(read),
    ...moneyViolations(read, wechat),
    ...closingViolations(read, wechat),
    ...shippingViolations(read, shipping),
    ...eventViolations(read),
    ...figureViolations(read),
    ...platformViolations(read),
    ...chainViolations(read),
    ...funnelViolations(read),
    ...chainFigureViolations(read),
    ...standingViolations(read),
  ]
}

/** Reads everything and judges it; what cannot be read is a violation itself. */
export function judge(world: Judged & Pick<World, 'database'>): { read?: FullRead; found: string[] } {
  try {
    const read = readAll(world.database.tables)
    return { read, found: violations(read, world) }
  } catch (error) {
    return { found: [`the tables cannot be read: ${String(error)}`] }
  }
}

/** What was answered for is there. */
function lostOrders({ orders }: FullRead, placedOrders: ReadonlySet<string>): string[] {
  const there = new Set<string>(orders.map(({ state }) => state.orderId))
  return [...placedOrders]
    .filter((orderId) => !there.has(orderId))
    .map((orderId) => `${orderId} was placed and is lost`)
}

/** When days have passed in which nothing happened, the clock has done its part with every order. */
function unfinishedOrders({ orders }: FullRead): string[] {
  const waiting = orders.filter(({ state }) => dueMoment(state) !== undefined)
  return waiting.map(({ state }) => `${state.orderId} is still ${state.status}, since long due at ${dueMoment(state)}`)
}
