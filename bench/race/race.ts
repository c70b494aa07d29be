import { ulid } from 'ulid'
import { atOnce } from '../../local/main-job/at-once.ts'
import { readStock } from '../../local/main-job/figures.ts'
import { HttpRefusal } from '../../local/main-job/http-client.ts'
import {
  type Addresses,
  logIn,
  logInAgain,
  openShop,
  type Person,
  payOnPhone,
  placeOrder,
  prepay,
  publishProduct,
  toHangzhou,
  until,
  untilStatus,
} from '../../local/main-job/people.ts'

/** What the race needs beside the API. */
export type RaceStage = {
  readonly at: Addresses
  readonly subMchid: string
  /** Moves the clock and lets happen what comes of it: the sweep, WeChat's notifications, the streams. */
  readonly advanceMinutes: (minutes: number) => Promise<void>
  readonly progress: (line: string) => void
}

export type RaceResult = {
  readonly sold: number
  /** Orders that were answered with a refusal, by its code, over all rounds. */
  readonly refused: Readonly<Record<string, number>>
  readonly onHand: number
  readonly held: number
  /** Units promised beyond those that there are, at the worst moment: by the answers, not by the stock's counters. */
  readonly oversold: number
}

const priceFen = 8_800
/** Longer than a new shop's hold. */
const roundMinutes = 16
/** Access tokens last two hours. */
const logInEveryMinutes = 90
/** Buyers who do something at the same moment. */
const width = 24
/** Times that one order is sent while it meets too many others. */
const sendsMax = 50

type Buyer = { readonly person: Person; readonly pays: boolean }
type Sale = { readonly shopId: string; readonly productId: string; readonly skuId: string; readonly owner: Person }
type Told = { readonly buyer: Buyer; readonly orderId: string; readonly refusal?: string }

/**
 * Many buyers want few units at once, and every second buyer never pays. When the holds end, the units that came back
 * are offered to those still waiting, round after round, until all are sold or nobody waits.
 * @returns the figures, and what is wrong with them, in words.
 */
export async function runRace(stage: RaceStage, { buyers, units }: { buyers: number; units: number }) {
  const { at, progress } = stage
  const sale = await openSale(stage, units)
  progress(`${units} units on sale; ${buyers} buyers log in`)
  let waiting: Buyer[] = await atOnce(Array.from({ length: buyers }), width, async (_, number) => ({
    person: await logIn(at, `买家 ${number} ${sale.shopId}`),
    pays: number % 2 === 0,
  }))
  const refused: Record<string, number> = {}
  let paid = 0
  let oversold = 0
  let minutesLoggedIn = 0
  for (let round = 1; paid < units && waiting.length > 0; round++) {
    const told = await atOnce(waiting, width, (buyer) => buy(stage, sale, buyer))
    const taken = told.filter(({ refusal }) => refusal === undefined)
    oversold = Math.max(oversold, paid + taken.length - units)
    paid += taken.filter(({ buyer }) => buyer.pays).length
    for (const { refusal } of told) if (refusal !== undefined) refused[refusal] = (refused[refusal] ?? 0) + 1
    waiting = told.filter(({ refusal }) => refusal !== undefined).map(({ buyer }) => buyer)
    progress(`round ${round}: ${taken.length} orders, ${paid} units paid, ${waiting.length} buyers wait`)
    await endHolds(stage, sale)
    // Units came back and nobody got one: the figures will say what is wrong.
    if (taken.length === 0) break
    minutesLoggedIn += roundMinutes
    if (minutesLoggedIn >= logInEveryMinutes) {
      await atOnce(waiting, width, ({ person }) => logInAgain(at, person))
      minutesLoggedIn = 0
    }
  }
  await logInAgain(at, sale.owner)
  const { sold, onHand, held } = await readStock(at, sale.owner, sale.shopId, sale.productId)
  const result: RaceResult = { sold, refused, onHand, held, oversold }
  return { result, wrong: faults(result, { units, paid, waiting: waiting.length }) }
}

async function openSale({ at, subMchid }: RaceStage, units: number): Promise<Sale> {
  const owner = await logIn(at, `店主 ${ulid()}`)
  const shopId = await openShop(at, owner, '抢购铺', subMchid)
  const skuId = `sku_${ulid()}`
  const skus = [{ skuId, options: { 茶: '头采' }, priceFen, units }]
  return { shopId, skuId, owner, productId: await publishProduct(at, owner, shopId, { title: '头采春茶', skus }) }
}

/** One buyer's way: orders, opens the payment, and pays or walks away from it. */
async function buy({ at }: RaceStage, { shopId, productId, skuId }: Sale, buyer: Buyer): Promise<Told> {
  const orderId = `ord_${ulid()}`
  const lines = [{ productId, skuId, quantity: 1 }]
  const refusal = await refusalOf(() => placeOrder(at, buyer.person, shopId, lines, priceFen, toHangzhou, orderId))
  if (refusal !== undefined) return { buyer, orderId, refusal }
  const { payParams } = await prepay(at, buyer.person, shopId, orderId)
  if (buyer.pays) {
    await payOnPhone(at, buyer.person, payParams)
    await untilStatus(at, buyer.person, shopId, orderId, 'paid')
  }
  return { buyer, orderId }
}

/** The code of the refusal; undefined when it was accepted. Sent again, with the same id, while too many others are at it. */
async function refusalOf(send: () => Promise<unknown>): Promise<string | undefined> {
  for (let sends = 1; ; sends++) {
    try {
      await send()
      return undefined
    } catch (error) {
      if (!(error instanceof HttpRefusal)) throw error
      if (error.code !== 'too_busy') return error.code
      if (sends === sendsMax) return 'too_busy'
    }
  }
}

/** Passes the holds' end, and waits until no unit is held any more. */
async function endHolds({ at, advanceMinutes }: RaceStage, { owner, shopId, productId }: Sale): Promise<void> {
  await advanceMinutes(roundMinutes)
  await logInAgain(at, owner)
  await until('the holds have ended', async () => {
    const { held } = await readStock(at, owner, shopId, productId)
    return held === 0 ? held : undefined
  })
}

type Expected = { readonly units: number; readonly paid: number; readonly waiting: number }

function faults(result: RaceResult, { units, paid, waiting }: Expected): string[] {
  const { sold, onHand, held, oversold } = result
  return [
    ...(sold === paid ? [] : [`${sold} units are sold, ${paid} were paid in time`]),
    ...(held === 0 ? [] : [`${held} units are held after the end of the holds`]),
    ...(oversold === 0 ? [] : [`${oversold} units were promised that are not there`]),
    ...(onHand + sold === units ? [] : [`of ${units} units ${onHand} can be sold and ${sold} are sold`]),
    ...(onHand === 0 || waiting === 0 ? [] : [`${onHand} units are left and ${waiting} buyers want one`]),
  ]
}
