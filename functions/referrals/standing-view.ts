import * as z from 'zod'
import { reasonNotReferring, Standing, Suspension } from '../../domain/referrals/standing.ts'

const shown = {
  isReferring: z
    .boolean()
    .meta({ description: 'False: links lead to the goods and credit nobody, as introductions do.' }),
  ...Standing.pick({ leftAt: true, returnedAt: true }).shape,
}

/** How somebody stands in the referrals of a shop, as they see it. */
export const OwnStandingView = z.object({ ...shown, suspension: Suspension.omit({ by: true }).nullable() })
/** As the shop's people see it. */
export const StandingView = z.object({ ...shown, suspension: Suspension.nullable() })

/** Of either view; what it has not is left out. */
export const standingView = (of: Standing): z.input<typeof StandingView> => ({
  ...of,
  isReferring: reasonNotReferring(of) === undefined,
})
