import type { Purchase } from './history.ts'

/**
 * Bytes that one history may weigh, in the form in which it is stored: an item of DynamoDB holds 400 kB, and what is
 * beside the purchases takes little. It is room for two orders of two products a day for four years. What comes after
 * is left out of the figures and logged: customers and who came back stay right, while this customer's orders, days and
 * amount stop growing. Refunds of the orders held are followed as ever.
 */
export const historyWeightMax = 380_000

/** Numbers, separators and references of one purchase; its order's name comes on top. */
const purchaseBytes = 50
/** Reference, units, amount and separators of one line. */
const lineBytes = 20
/** A name that purchases refer to is stored once, with this much around it. */
const textBytes = 4

/** Bytes of a text in UTF-8, counted and not encoded: a file of orders weighs each history at every row. */
function bytes(text: string): number {
  let sum = text.length
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    // Halves of a surrogate pair have four bytes together, two each.
    if (unit >= 0x80) sum += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2
  }
  return sum
}

/** Bytes that these purchases weigh at most as they are stored (see the store's own encoding). */
export function weigh(purchases: readonly Purchase[]): number {
  const texts = new Set<string>()
  let weight = 0
  for (const { orderId, lines, channel, referrerId, introducerId } of purchases) {
    weight += purchaseBytes + bytes(orderId) + lines.length * lineBytes
    for (const { productId } of lines) texts.add(productId)
    for (const text of [channel, referrerId, introducerId]) if (text !== null) texts.add(text)
  }
  for (const text of texts) weight += bytes(text) + textBytes
  return weight
}

export const isFull = (purchases: readonly Purchase[]): boolean => weigh(purchases) > historyWeightMax
