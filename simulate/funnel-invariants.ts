import * as z from 'zod'
import { isPaidOrder } from '../domain/orders/order.ts'
import { contributions, Funnel, funnelStages, funnelsOf, type Journey } from '../domain/referrals/funnel.ts'
import { Visit } from '../domain/referrals/visit.ts'
import type { Item } from '../functions/shared/storage.ts'
import type { FullRead } from './full-read.ts'

const none = Funnel.parse({})
const add = (a: Funnel, b: Partial<Funnel>): Funnel =>
  Funnel.parse(Object.fromEntries(funnelStages.map((stage) => [stage, a[stage] + (b[stage] ?? 0)])))

/** Every funnel is what the visits and orders that there are make of it, all read once more. */
export function funnelViolations(read: FullRead): string[] {
  const counted = countedFunnels(read.referralsItems)
  const right = rightFunnels(read)
  return [...new Set([...counted.keys(), ...right.keys()])].flatMap((name) => {
    const [is, ought] = [JSON.stringify(counted.get(name) ?? none), JSON.stringify(right.get(name) ?? none)]
    return is === ought ? [] : [`${name} counts ${is}, its visits and orders make ${ought}`]
  })
}

function countedFunnels(items: readonly Item[]): Map<string, Funnel> {
  const funnels = new Map<string, Funnel>()
  for (const { pk, sk, ...figures } of items)
    if (sk.startsWith('PART#'))
      funnels.set(pk, add(funnels.get(pk) ?? none, z.record(z.string(), z.int()).parse(figures)))
  return funnels
}

function rightFunnels({ referralsItems, orders }: FullRead): Map<string, Funnel> {
  const funnels = new Map<string, Funnel>()
  const journeys = new Map<string, { readonly name: string; readonly journey: Journey }>()
  const note = (name: string, personId: string, visits: number, ordered: number) => {
    const { isCustomer, ...before } = journeys.get(`${name} ${personId}`)?.journey ?? {
      ...{ isCustomer: personId.startsWith('cus_'), visits: 0, orders: 0 },
    }
    const journey = { isCustomer, visits: before.visits + visits, orders: before.orders + ordered }
    journeys.set(`${name} ${personId}`, { name, journey })
  }
  for (const item of referralsItems.filter(({ sk }) => sk.startsWith('VISIT#'))) {
    const { shopId, linkCode: code, ...visit } = Visit.parse(item)
    for (const of of funnelsOf({ code, ...visit })) note(nameOf(shopId, of), item.pk.split('#').at(-1) ?? '', 1, 0)
  }
  for (const { state } of orders) {
    const { winner } = state.attribution
    if (!winner || !isPaidOrder(state) || state.excludedFromFigures || state.netPaidFen === 0) continue
    for (const of of funnelsOf({ ...winner, code: winner.linkCode })) {
      const name = nameOf(state.shopId, of)
      note(name, state.customerId, 0, 1)
      funnels.set(name, add(funnels.get(name) ?? none, { netFen: state.netPaidFen }))
    }
  }
  for (const { name, journey } of journeys.values())
    funnels.set(name, add(funnels.get(name) ?? none, contributions(journey)))
  return funnels
}

const nameOf = (shopId: string, { kind, id }: ReturnType<typeof funnelsOf>[number]) => `FUNNEL#${shopId}#${kind}#${id}`
