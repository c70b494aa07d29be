import { Purchase } from '../../domain/repurchase/history.ts'
import { addCalendarDays, daysBetween } from '../../domain/shared/time.ts'

/**
 * Purchases as they are stored: one string for each, the fields apart by a tab, numbers to the base of 36, and names that
 * repeat by their place in `texts`. As maps they would weigh five times as much. `weigh` in the domain is its upper bound.
 */
export type EncodedPurchases = { readonly texts: readonly string[]; readonly purchases: readonly string[] }

const base = 36
const dayZero = '1970-01-01'
const number = (value: number): string => value.toString(base)
const numberOf = (text: string | undefined): number => Number.parseInt(text ?? '', base)

export function encodePurchases(purchases: readonly Purchase[]): EncodedPurchases {
  const places = new Map<string, number>()
  const place = (text: string | null): string => {
    if (text === null) return ''
    const known = places.get(text) ?? places.size
    places.set(text, known)
    return number(known)
  }
  const encoded = purchases.map((purchase) =>
    [
      purchase.orderId,
      number(purchase.eventNumber),
      number(daysBetween(dayZero, purchase.day)),
      purchase.at === null ? '' : number(Date.parse(purchase.at)),
      number(purchase.netPaidFen),
      `${purchase.excluded ? 'x' : ''}${purchase.imported ? 'i' : ''}`,
      place(purchase.channel),
      place(purchase.referrerId),
      place(purchase.introducerId),
      ...purchase.lines.map(
        ({ productId, quantity, netFen, nonGoods }) =>
          `${place(productId)}:${number(quantity)}:${number(netFen)}${nonGoods ? ':n' : ''}`,
      ),
    ].join('\t'),
  )
  return { texts: [...places.keys()], purchases: encoded }
}

export function decodePurchases({ texts, purchases }: EncodedPurchases): Purchase[] {
  const textAt = (place: string | undefined) => (place === '' ? null : texts[numberOf(place)])
  return purchases.map((encoded) => {
    const [orderId, eventNumber, day, at, netPaidFen, flags = '', channel, referrer, introducer, ...lines] =
      encoded.split('\t')
    return Purchase.parse({
      orderId,
      eventNumber: numberOf(eventNumber),
      day: addCalendarDays(dayZero, numberOf(day)),
      at: at === '' ? null : new Date(numberOf(at)).toISOString(),
      netPaidFen: numberOf(netPaidFen),
      excluded: flags.includes('x'),
      imported: flags.includes('i'),
      channel: textAt(channel),
      referrerId: textAt(referrer),
      introducerId: textAt(introducer),
      lines: lines.map((line) => {
        const [product, quantity, netFen, nonGoods] = line.split(':')
        return {
          productId: textAt(product),
          quantity: numberOf(quantity),
          netFen: numberOf(netFen),
          nonGoods: nonGoods === 'n',
        }
      }),
    })
  })
}
