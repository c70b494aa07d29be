import * as z from 'zod'
import { reasonNotReferring, type Standing, Standing as Stored, Suspension } from '../../domain/referrals/standing.ts'

const standing = {
  isReferring: z
    .boolean()
    .meta({ description: 'False: links lead to the goods and credit nobody, as introductions do.' }),
  ...Stored.pick({ leftAt: true, returnedAt: true }).shape,
}

/** How somebody stands in the referrals of a shop, as they see it. */
export const OwnStandingView = z.object({ ...standing, suspension: Suspension.omit({ by: true }).nullable() })
/** As the shop's people see it. */
export const StandingView = z.object({ ...standing, suspension: Suspension.nullable() })

/** Of either view; what it has not is left out. */
export const standingView = (of: Standing): z.input<typeof StandingView> => ({
  ...of,
  isReferring: reasonNotReferring(of) === undefined,
})
