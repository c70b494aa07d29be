import { isDeepStrictEqual } from 'node:util'
import { type ChainNode, isUntold } from '../domain/referrals/chain-node.ts'
import type { Introduction } from '../domain/referrals/member.ts'
import { addWorth, noWorth, totalWorth } from '../domain/referrals/worth.ts'
import { worthOf } from '../domain/repurchase/worth.ts'
import { historiesOf } from './figure-invariants.ts'
import type { FullRead } from './full-read.ts'

/** The stored sums of every node are those over the introductions and the purchases as the orders tell them. */
export function chainFigureViolations(read: FullRead): string[] {
  const owns = new Map(
    historiesOf(read).map((history) => [`${history.shopId} ${history.customerId}`, worthOf(history)]),
  )
  const introductions = new Map(read.members.map(({ state }) => [nameOf(state), state.introduction]))
  const below = new Map<string, { direct: string[]; all: string[] }>()
  for (const [name] of introductions)
    for (const [step, up] of above(name, introductions).entries()) {
      const known = below.get(up) ?? { direct: [], all: [] }
      below.set(up, known)
      known.all.push(name)
      if (step === 0) known.direct.push(name)
    }
  const worthOfAll = (names: readonly string[]) =>
    names.reduce((sum, name) => {
      const own = owns.get(name)
      return own === undefined ? sum : addWorth(sum, own)
    }, noWorth)
  const nodes = new Map(read.chainNodes.map((node) => [nameOf(node), node]))
  const missing = [...below.keys()].filter((name) => !nodes.has(name)).map((name) => `${name} has no node`)
  const wrong = [...nodes].flatMap(([name, node]): string[] => {
    const { direct, all } = below.get(name) ?? { direct: [], all: [] }
    const { people, ...worth } = node.downstream
    const is = [node.direct.people, totalWorth(node.direct.cohorts), people, worth, isWaiting(node)]
    const should = [direct.length, worthOfAll(direct), all.length, worthOfAll(all), false]
    return isDeepStrictEqual(is, should)
      ? []
      : [`the node of ${name} says ${JSON.stringify(is)}, should say ${JSON.stringify(should)}`]
  })
  return [...missing, ...wrong]
}

const isWaiting = (node: ChainNode) => node.introducerId !== null && isUntold(node)
const nameOf = ({ shopId, customerId }: Pick<ChainNode, 'shopId' | 'customerId'>) => `${shopId} ${customerId}`

function above(name: string, introductions: ReadonlyMap<string, Introduction | null>): string[] {
  const [shopId] = name.split(' ')
  const names: string[] = []
  for (let up = introductions.get(name); up && names.length <= introductions.size; ) {
    const next = `${shopId} ${up.introducerId}`
    names.push(next)
    up = introductions.get(next)
  }
  return names
}
