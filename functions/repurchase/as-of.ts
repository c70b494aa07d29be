import * as z from 'zod'
import { definitionVersion } from '../../domain/repurchase/figure-shapes.ts'
import { refused } from '../../domain/shared/decision.ts'
import { Day, shopDay } from '../../domain/shared/time.ts'
import type { Context } from '../shared/context.ts'
import { Refused } from '../shared/http/refusals.ts'
import { loadShop } from '../shops/shop-store.ts'

/** Query of every answer with figures: the day up to which they are, today where it is left out. */
export const AsOfQuery = z.strictObject({ asOf: Day.exactOptional() })

/** The calendar by which the platform's today is told, where no shop's own is meant. */
const platformTimeZone = 'Asia/Shanghai'

type Asker = Pick<Context, 'db' | 'now'>
type Asked = { readonly asOf?: string }
type Told =
  | { readonly ok: true; readonly header: { readonly asOf: string; readonly definitionVersion: number } }
  | ReturnType<typeof refused<'as_of_in_future'>>

/** The day asked for, on the shop's calendar, with what every answer says of itself. Throws Refused without such a shop. */
export const shopAsOf = async (context: Asker, shopId: string, asked: Asked): Promise<Told> =>
  asOfOn(await shopToday(context, shopId), asked)

/** Today on the shop's calendar. Throws Refused without such a shop. */
export async function shopToday({ db, now }: Asker, shopId: string): Promise<string> {
  const shop = await loadShop(db, shopId)
  // Staff have a shop; an operator may ask for one that nobody has opened.
  if (!shop) throw new Refused('not_found')
  return shopDay(now(), shop.timeZone)
}

/** The same over all shops. */
export const platformAsOf = ({ now }: Pick<Asker, 'now'>, asked: Asked): Told =>
  asOfOn(shopDay(now(), platformTimeZone), asked)

/** A later day is refused: customers would pass for such whose window is over. */
function asOfOn(today: string, { asOf = today }: Asked): Told {
  return asOf > today ? refused('as_of_in_future', 'asOf') : { ok: true, header: { asOf, definitionVersion } }
}
