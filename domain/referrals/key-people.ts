import { addWorth, type Cohorts, noWorth, totalWorth, type Worth } from './worth.ts'

/** What somebody brought, held against customers of the same months who came by nobody. */
export type AgainstOrganic = {
  readonly brought: Worth
  /** Of it, buyers of months in which the shop had organic buyers too. */
  readonly comparable: Worth
  /** What as many organic buyers of the same months have come to: fen, rounded down. */
  readonly expectedAmountFen: number
  readonly expectedRepurchasedFen: number
}

/**
 * Whether those whom somebody introduced buy more, and more again, than the organic customers who began in the same month:
 * by how much `comparable` is above what is expected. Who began in a month without organic buyers is compared with nobody.
 */
export function againstOrganic(brought: Cohorts, organic: Cohorts): AgainstOrganic {
  let comparable = noWorth
  let [amount, repurchased] = [0, 0]
  for (const [cohort, worth] of Object.entries(brought)) {
    const others = organic[cohort]
    if (others === undefined || others.buyers <= 0) continue
    comparable = addWorth(comparable, worth)
    amount += (worth.buyers * others.amountFen) / others.buyers
    repurchased += (worth.buyers * others.repurchasedFen) / others.buyers
  }
  return {
    brought: totalWorth(brought),
    comparable,
    expectedAmountFen: Math.floor(amount),
    expectedRepurchasedFen: Math.floor(repurchased),
  }
}
