import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attribute, commissionTerms } from '../../../domain/referrals/attribution.ts'
import { commissionFen } from '../../../domain/referrals/commission.ts'
import { noteSales } from '../../../domain/referrals/order-commissions.ts'
import { credits, type Standing, unbroken } from '../../../domain/referrals/standing.ts'
import { customerId, skuId } from '../shared/ids.ts'
import { linesOf, sale, sumOf } from './sales.ts'
import { type Act, act, minute } from './standings.ts'
import { visit } from './visits.ts'

const people = [2, 3, 4] as const
type Who = (typeof people)[number]
type Seen = { readonly who: Who; readonly at: string }
const who = fc.constantFrom(...people)
const step = fc.oneof(
  fc.record({ kind: fc.constantFrom<Act>('leave', 'rejoin', 'suspend', 'lift'), who }),
  fc.record({ kind: fc.constant('visit' as const), who }),
  fc.record({ kind: fc.constant('order' as const), netFen: fc.integer({ min: 1, max: 100_000 }) }),
)

/** The plain story of who would be credited: leaving ends all that was brought, and nothing counts while away or suspended. */
function plainStory() {
  let live: Seen[] = []
  const left = new Set<Who>()
  const suspended = new Set<Who>()
  const isAway = (of: Who) => left.has(of) || suspended.has(of)
  const acts: Readonly<Record<Act, (of: Who) => void>> = {
    leave: (of) => left.add(of),
    rejoin: (of) => {
      if (!suspended.has(of)) left.delete(of)
    },
    suspend: (of) => suspended.add(of),
    lift: (of) => suspended.delete(of),
  }
  return {
    act(what: Act, of: Who) {
      acts[what](of)
      live = live.filter((each) => !left.has(each.who))
    },
    visit(seen: Seen) {
      live = [...live, seen].filter((each) => !left.has(each.who))
    },
    winner: () => live.findLast((each) => !isAway(each.who))?.who,
  }
}

/** What an order of so much books, by what was seen of the links and how their owners stand. */
function order(visits: readonly Seen[], standings: ReadonlyMap<Who, Standing>, netFen: number, now: string) {
  const seen = visits.map(({ who: of, at }) => ({
    ...visit(of, at),
    isVoid: !credits(standings.get(of) ?? unbroken, at),
  }))
  const receipt = attribute({ customerId: customerId(1), isStaff: false, introduction: null }, seen, 30, now)
  const terms = commissionTerms(receipt, [{ skuId: skuId(1), commissionRateBps: 1_000 }], undefined)
  const paid = sale('order_paid', [netFen], { rates, referrerId: terms?.referrerId ?? null })
  const [direct] = noteSales({ direct: undefined, second: undefined }, paid)
  return direct?.entries ?? []
}
const rates = [{ skuId: skuId(1), rateBps: 1_000 }]

test('whoever leaves, comes back, is suspended or cleared when: an order earns whom the plain story says, to the fen, nobody else, and the ledger sums to zero', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const standings = new Map<Who, Standing>()
      const visits: Seen[] = []
      const story = plainStory()
      for (const [number, each] of steps.entries()) {
        const now = minute(number)
        if (each.kind === 'visit') {
          visits.push({ who: each.who, at: now })
          story.visit({ who: each.who, at: now })
        } else if (each.kind === 'order') {
          const entries = order(visits, standings, each.netFen, now)
          const earnedFen = commissionFen(linesOf([each.netFen]), { rates })
          const winner = story.winner()
          for (const of of people) expect(sumOf(entries, 'pending', customerId(of))).toBe(of === winner ? earnedFen : 0)
          expect(sumOf(entries, 'pending') + sumOf(entries, 'shop')).toBe(0)
        } else {
          standings.set(each.who, act(standings.get(each.who) ?? unbroken, each.kind, now))
          story.act(each.kind, each.who)
        }
      }
    }),
  )
})
