import type { Visit } from '../../domain/referrals/visit.ts'
import type { CustomerId } from '../../domain/shared/ids.ts'
import type { Reader } from '../shared/storage.ts'
import { introductionWrites } from './introduce.ts'
import { customerVisitWrites } from './visit-store.ts'

/** The writes by which a customer opens a link: the visit and, for a newcomer, the introduction; or why there is none. */
export async function visitOfCustomer(db: Reader, customerId: CustomerId, visit: Visit) {
  const [visits, introduction] = await Promise.all([
    customerVisitWrites(db, customerId, visit),
    introductionWrites(db, customerId, [visit], visit.lastAt),
  ])
  return { ...introduction, writes: [...visits, ...introduction.writes] }
}
