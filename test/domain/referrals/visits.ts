import { LinkCode } from '../../../domain/referrals/link.ts'
import type { Visit } from '../../../domain/referrals/visit.ts'
import { customerId, shopId } from '../shared/ids.ts'

export const linkCode = (number: number) => LinkCode.parse(String(number).padStart(12, '0'))

/** One opening of the link of a customer; a link has the number of its owner unless the test says another. */
export const visit = (owner: number, at: string, link = owner): Visit => ({
  shopId: shopId(),
  linkCode: linkCode(link),
  referrerId: customerId(owner),
  channel: 'moments',
  day: at.slice(0, 10),
  firstAt: at,
  lastAt: at,
  count: 1,
})
