import type { ShopId } from '../../domain/shared/ids.ts'
import { addMinutes } from '../../domain/shared/time.ts'
import type { Context } from '../shared/context.ts'
import { listShops } from '../shops/shop-store.ts'
import { driftWrite, loadRound, roundWrite } from './drift-store.ts'
import { measureDrift } from './measure-drift.ts'

/** Shops between two notes of how far the round has come. */
const shopsPerPage = 5
/** Leaves time for the page at hand before the function's own end. */
const workingMinutes = 0.4

/**
 * Once a day computes every shop's figures from scratch and keeps how many stored cells differ. It notes how far it came and
 * goes on there the next time. Any difference is an error in the log, and so an alarm.
 * @returns how many shops it checked.
 */
export async function checkDueFigures(context: Context): Promise<number> {
  const until = addMinutes(context.now(), workingMinutes)
  const day = context.now().slice(0, 10)
  const round = await loadRound(context.db)
  let cursor = round?.day === day ? round.cursor : ''
  if (round?.day === day && round.isDone) return 0
  let checked = 0
  do {
    const page = await listShops(context.db, { limit: shopsPerPage, ...(cursor === '' ? {} : { cursor }) })
    for (const { shopId } of page.shops) await checkShop(context, shopId)
    checked += page.shops.length
    cursor = page.cursor ?? ''
    await context.db.transact([roundWrite({ day, cursor, isDone: cursor === '' })])
  } while (cursor !== '' && context.now() < until)
  return checked
}

/** A shop that cannot be read is logged, and the others are still checked. */
async function checkShop(context: Context, shopId: ShopId): Promise<void> {
  const { db, log, now } = context
  try {
    const { drift } = await measureDrift(context, shopId)
    if (drift.length > 0)
      log.error('figures differ from the orders', { shopId, cells: drift.length, first: drift[0]?.cell })
    await db.transact([driftWrite(shopId, { driftCells: drift.length, driftCheckedAt: now() })])
  } catch (error) {
    log.error('figures not checked', { shopId, error })
  }
}
