import * as z from 'zod'
import { OutsideId } from './history.ts'

/** Before the order in the name of a guest's history: a sign that no id of ours and none of a file can have. */
const guestMark = '\t'

/**
 * Whose the order of a guest is: of nobody who is known, so each such order is a history of its own, which no customer
 * can be merged with and no path can name.
 */
export const guestOf = (orderId: string): string => `${guestMark}${orderId}`
export const isGuest = (customerId: string): boolean => customerId.startsWith(guestMark)

/** Whose a history may be: a customer's or a guest's. */
export const HistoryOwner = z.union([
  OutsideId,
  z
    .string()
    .refine(
      (text) => isGuest(text) && OutsideId.safeParse(text.slice(guestMark.length)).success,
      'no guest of an order',
    ),
])
