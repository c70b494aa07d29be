import { call } from './http-client.ts'
import type { Addresses, Person } from './people.ts'

/** What the owner sees of a shop after the job; every figure comes from the API. */
export type ShopFigures = {
  readonly stock: { received: number; onHand: number; held: number; sold: number }
  readonly commission: { accruedFen: number; releasedFen: number; reversedFen: number }
  readonly ledgerSumFen: number
  readonly repurchase: Repurchase
}
export type Repurchase = {
  readonly customers: number
  readonly orders: number
  readonly amountFen: number
  readonly repeatCustomersByDay: number
  readonly repurchaseRateByDay: number | null
  readonly repurchaseRateByOrder: number | null
}

export async function readStock(at: Addresses, owner: Person, shopId: string, productId: string) {
  const url = `${at.apiUrl}/v1/shops/${shopId}/products/${productId}/stock`
  const { skus } = await call<{ skus: ShopFigures['stock'][] }>('GET', url, { token: owner.token })
  const sum = (counter: keyof ShopFigures['stock']) => skus.reduce((units, sku) => units + sku[counter], 0)
  return { received: sum('received'), onHand: sum('onHand'), held: sum('held'), sold: sum('sold') }
}

/** Figures of the shop, or of the customers that one referrer introduced. */
export function readRepurchase(at: Addresses, owner: Person, shopId: string, referrerId?: string): Promise<Repurchase> {
  const of = referrerId === undefined ? '' : `/referrers/${referrerId}`
  return call('GET', `${at.apiUrl}/v1/shops/${shopId}${of}/repurchase`, { token: owner.token })
}

type Channel = { readonly channel: string; readonly attributedFen: number; readonly returnOnSpend: number | null }

/** Says what was spent on a channel today, and reads what the channel has brought for it. */
export async function spendOn(at: Addresses, { token }: Person, shopId: string, channel: string, spentFen: number) {
  const shop = `${at.apiUrl}/v1/shops/${shopId}`
  const read = () => call<{ asOf: string; items: Channel[] }>('GET', `${shop}/repurchase/channels`, { token })
  const { asOf } = await read()
  await call('PUT', `${shop}/channels/${channel}/spending/${asOf}`, { token, body: { spentFen } })
  const found = (await read()).items.find((each) => each.channel === channel)
  if (!found) throw new Error(`No figures of the channel ${channel}`)
  return { spentFen, attributedFen: found.attributedFen, returnOnSpend: found.returnOnSpend }
}

type Entry = { readonly kind: string; readonly amountFen: number }

/** Commission booked on these orders, by the entries of the ledger. */
export async function readCommission(at: Addresses, owner: Person, shopId: string, orderIds: readonly string[]) {
  const all: Entry[] = []
  for (const orderId of orderIds) {
    const url = `${at.apiUrl}/v1/shops/${shopId}/orders/${orderId}/commission`
    const { entries } = await call<{ entries: Entry[] }>('GET', url, { token: owner.token })
    all.push(...entries)
  }
  const sumFen = (kind: string) => all.reduce((sum, entry) => sum + (entry.kind === kind ? entry.amountFen : 0), 0)
  return { accruedFen: sumFen('accrued'), releasedFen: sumFen('released'), reversedFen: sumFen('reversed') }
}

type Account = { readonly [balance: `${string}Fen`]: number }

/** Sum of every balance of the shop's commission ledger, over all pages: zero, or the books are wrong. */
export async function readLedgerSum(at: Addresses, owner: Person, shopId: string): Promise<number> {
  let sumFen = 0
  let cursor: string | undefined
  do {
    const query = new URLSearchParams({ limit: '100', ...(cursor === undefined ? {} : { cursor }) })
    const url = `${at.apiUrl}/v1/shops/${shopId}/commission-accounts?${query}`
    const page = await call<{ items: Account[]; cursor?: string }>('GET', url, { token: owner.token })
    for (const account of page.items)
      for (const [name, fen] of Object.entries(account)) if (name.endsWith('Fen')) sumFen += fen
    cursor = page.cursor
  } while (cursor !== undefined)
  return sumFen
}
