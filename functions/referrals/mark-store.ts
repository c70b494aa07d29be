import { createHash } from 'node:crypto'
import type { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { Mark, markOf } from '../../domain/shared/mark.ts'
import { addDays } from '../../domain/shared/time.ts'
import { expirySeconds } from '../shared/expiry-seconds.ts'
import { queryLimitMax, type Reader, type Write } from '../shared/storage.ts'

/** Half a year after the month in which they were seen marks are deleted. */
const marksKeptDays = 180
const monthDaysMax = 31

/** Devices are of a person, in whatever shop; addresses and phones are of a buyer of the shop. */
const devicesPk = (customerId: string) => `MARKS#${customerId}`
const shopMarksPk = (shopId: string, customerId: string) => `MARKS#${shopId}#${customerId}`

/** One item a month, so that sightings may be noted in any order and again. */
function sightingWrite(pk: string, mark: Mark, now: string): Write {
  const month = now.slice(0, 7)
  const expiresAt = expirySeconds(addDays(`${month}-01T00:00:00Z`, monthDaysMax + marksKeptDays))
  const key = { table: 'referrals', pk, sk: `${month}#${mark}` } as const
  return { kind: 'update', name: `mark ${mark}`, key, set: { mark, expiresAt } }
}

/** Notes that somebody logged in on a device. Its id has 80 random bits, which nobody tries out, so its print needs no key. */
export function deviceWrite(visitorId: string, customerId: CustomerId, now: string): Write {
  const print = createHash('sha256').update(visitorId).digest('base64url')
  return sightingWrite(devicesPk(customerId), markOf('device', print), now)
}

/** Notes with what a buyer ordered. */
export const shopMarkWrites = (
  { shopId, customerId }: { readonly shopId: ShopId; readonly customerId: CustomerId },
  marks: readonly Mark[],
  now: string,
): Write[] => [...new Set(marks)].map((mark) => sightingWrite(shopMarksPk(shopId, customerId), mark, now))

/** Devices on which somebody has logged in. */
export const loadDevices = (db: Reader, customerId: string): Promise<Mark[]> => loadMarks(db, devicesPk(customerId))

/** All that somebody was seen with in the shop. */
export async function loadShopMarks(db: Reader, shopId: string, customerId: string): Promise<Mark[]> {
  const both = [loadDevices(db, customerId), loadMarks(db, shopMarksPk(shopId, customerId))]
  return (await Promise.all(both)).flat()
}

async function loadMarks(db: Reader, pk: string): Promise<Mark[]> {
  const { items } = await db.query({ table: 'referrals', pk, newestFirst: true, limit: queryLimitMax })
  return items.map(({ mark }) => Mark.parse(mark))
}
