import * as z from 'zod'

/** WeChat transfers no less. */
const transferMinFen = 10
/** WeChat's first limit of one transfer; it raises it on request. From memory, not from a document: what a merchant was
 *  really granted stands in its console, and the shop's setting follows it. */
const firstTransferMaxFen = 20_000
/** From here on WeChat transfers to a named person only, and checks the name. */
export const nameNeededFromFen = 200_000
/** No commission is so large that it would have to go in one transfer. */
const payoutMaxCeilingFen = 2_000_000

/** What an owner may set for payouts of commission. */
export const payoutSettings = {
  /** The least that a referrer can ask for. */
  payoutMinFen: z.int().min(transferMinFen).max(firstTransferMaxFen),
  /** The most in one payout: what WeChat has granted the shop for one transfer. */
  payoutMaxFen: z.int().min(firstTransferMaxFen).max(payoutMaxCeilingFen),
  /** Whether the owner agrees to each payout before it is sent. */
  payoutApproval: z.boolean(),
}

/** One yuan: less is not worth a confirmation. Money leaves the shop by somebody's decision, until its owner says otherwise. */
export const defaultPayoutSettings = { payoutMinFen: 100, payoutMaxFen: firstTransferMaxFen, payoutApproval: true }
