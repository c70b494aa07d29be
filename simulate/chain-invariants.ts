import type { FullRead } from './full-read.ts'

/** Nobody is their own ancestor, depths follow the chain, and an introduction is made once. */
export function chainViolations({ members }: FullRead): string[] {
  const byCustomer = new Map(members.map(({ state }) => [state.customerId, state]))
  return members.flatMap(({ state, events }) => {
    const violations: string[] = []
    const introductions = events.filter(({ event }) => event.type === 'customer_introduced').length
    if (introductions > 1) violations.push(`${state.customerId} was introduced ${introductions} times`)
    if (!state.introduction) return violations
    const introducer = byCustomer.get(state.introduction.introducerId)
    if (!introducer?.hasIntroduced) violations.push(`the introducer of ${state.customerId} has introduced nobody`)
    if (introducer && state.depth !== introducer.depth + 1)
      violations.push(`${state.customerId} is at depth ${state.depth} under one at ${introducer.depth}`)
    const seen = new Set([state.customerId])
    for (let up = introducer; up; up = up.introduction ? byCustomer.get(up.introduction.introducerId) : undefined) {
      if (seen.has(up.customerId)) return [...violations, `${state.customerId} has a cycle above`]
      seen.add(up.customerId)
    }
    return violations
  })
}
