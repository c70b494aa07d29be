import * as z from 'zod'
import { type ChainNode, reachOf } from '../../domain/referrals/chain-node.ts'
import { totalWorth, Worth } from '../../domain/referrals/worth.ts'
import { CustomerId } from '../../domain/shared/ids.ts'
import { Moment } from '../../domain/shared/time.ts'

const Count = z.int().min(0)

/** What a referrer sees of their own chain: how many there are, and what those one step below bought. */
export const OwnChainView = z.object({
  depth: Count.meta({ description: 'Steps up to somebody whom nobody introduced.' }),
  introduced: Count,
  downstream: Count.meta({ description: 'All below, those introduced too.' }),
  reach: Count.meta({ description: 'Steps down to the deepest below.' }),
  firstIntroducedAt: Moment.nullable(),
  lastIntroducedAt: Moment.nullable(),
  introducedWorth: Worth.meta({ description: 'What those introduced have bought, in fen.' }),
})

/** What the shop's people see of one customer. */
export const MemberView = z.object({
  customerId: CustomerId,
  introducerId: CustomerId.nullable(),
  introducedAt: Moment.nullable(),
  ...OwnChainView.shape,
  own: Worth,
  downstreamWorth: Worth,
})

export const ownChainView = (node: ChainNode): z.input<typeof OwnChainView> => ({
  depth: node.depth,
  introduced: node.direct.people,
  downstream: node.downstream.people,
  reach: reachOf(node),
  firstIntroducedAt: node.direct.firstAt,
  lastIntroducedAt: node.direct.lastAt,
  introducedWorth: totalWorth(node.direct.cohorts),
})

export const memberView = (node: ChainNode): z.input<typeof MemberView> => ({
  customerId: node.customerId,
  introducerId: node.introducerId,
  introducedAt: node.introducedAt,
  ...ownChainView(node),
  own: Worth.parse(node.own),
  downstreamWorth: Worth.parse(node.downstream),
})

/** Signs of an id that somebody else may see: enough to tell two apart in a list. */
const shownSigns = 4
export const maskedId = (customerId: string): string => `…${customerId.slice(-shownSigns)}`
