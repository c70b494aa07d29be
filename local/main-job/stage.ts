import type { Chain } from './chain.ts'
import type { ShopFigures } from './figures.ts'
import type { Addresses, Person } from './people.ts'
import type { Progress } from './progress.ts'

/** What the job needs beside the API: the local clock, and the hand on the schedules that would fire by themselves. */
export type Stage = {
  readonly at: Addresses
  readonly subMchid: string
  readonly advanceDays: (days: number) => Promise<void>
  readonly advanceMinutes: (minutes: number) => Promise<void>
  /** Tells WeChat of what was shipped. */
  readonly reportShipments: () => Promise<void>
  /** Carries what is new in the chains up to those who brought it. */
  readonly carryUp: () => Promise<void>
  /** Sends the refunds that are due, and lets WeChat pay them. */
  readonly sendRefunds: () => Promise<void>
  readonly progress: Progress
}

export type MainJobResult = ShopFigures & {
  readonly orders: number
  readonly reportedShipments: number
  readonly paidFen: number
  /** Of it, for shipping. */
  readonly shippingFen: number
  readonly refundedFen: number
  /** What the referrer has by then; below zero is carried. */
  readonly payout: { readonly paidOutFen: number; readonly availableFen: number }
  /** Below the first referrer. */
  readonly chain: Pick<Chain, 'introduced' | 'downstream' | 'reach'>
  /** For who goes on from there. */
  readonly shop: {
    readonly shopId: string
    readonly productId: string
    readonly owner: Person
    readonly referrer: Person
    /** Whom the referrer brought. */
    readonly newcomer: Person
  }
}
