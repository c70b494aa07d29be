/** Days of the past that the shop has in its books before it came here. */
const pastDays = 330
const people = 230
export type Tea = { readonly productId: string; readonly yuan: number }
/** What the shop no longer sells. */
const formerTeas: readonly Tea[] = [
  { productId: '武夷岩茶', yuan: 128 },
  { productId: '铁观音', yuan: 98 },
]
export const channels = ['moments', 'group', 'weibo', 'offline'] as const
const dayMs = 86_400_000

/** The day so many before now, as files and addresses write it. */
export const dayBefore = (now: Date, days: number): string =>
  new Date(now.getTime() - days * dayMs).toISOString().slice(0, 10)

/** The same numbers from 0 up to 1 at every run (mulberry32), so that two pictures of a page tell the same. */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    const again = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((again ^ (again >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Of the loyal ones, to look at. */
export const loyalCustomer = '老客03'

/** A shop's past as a file to import: people come one after another, and the more loyal half comes back about monthly. */
export function pastOrders(now: Date, soldToday: readonly [Tea, ...Tea[]]): string {
  const teas = [...soldToday, ...formerTeas]
  const next = numbersFrom(20_261_122)
  const rows: string[] = []
  for (let person = 0; person < people; person++) {
    const isLoyal = person === 2 || next() < 0.5
    const channel = channels[Math.floor(next() * channels.length)]
    let daysAgo = Math.round(pastDays * (1 - person / people)) + 8
    for (let order = 0; daysAgo > 1; order++) {
      const tea = teas[Math.floor(next() * teas.length)] ?? soldToday[0]
      const quantity = next() < 0.25 ? 2 : 1
      const amount = (tea.yuan * quantity).toFixed(2)
      const name = `老客${String(person + 1).padStart(2, '0')}`
      rows.push(
        `P${person}-${order},${name},${tea.productId},${quantity},${amount},${dayBefore(now, daysAgo)},${channel}`,
      )
      if (!isLoyal && next() < 0.8) break
      daysAgo -= 18 + Math.floor(next() * 40)
    }
  }
  return `order_id,customer_id,product_id,quantity,amount,timestamp,channel\n${rows.join('\n')}\n`
}
