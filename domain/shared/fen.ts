import * as z from 'zod'
import { assert } from './decision.ts'

/** Largest amount that one order, price or transfer may have: 10 million yuan. Far inside the safe integers, so sums stay exact. */
export const amountMaxFen = 1_000_000_000

/** An amount of money in fen (1/100 yuan), zero or more. */
export const Fen = z.int().min(0).max(amountMaxFen)
/** An amount of money in fen that is more than nothing. */
export const PositiveFen = z.int().min(1).max(amountMaxFen)
/** A rate in basis points: 10,000 is the whole. */
export const RateBps = z.int().min(0).max(10_000)
/** Highest rate of commission that a shop can promise: more than 30 % of a sale is no longer thanks for a recommendation,
 *  but a price for selling. */
export const commissionRateMaxBps = 3_000
export const CommissionRateBps = RateBps.max(commissionRateMaxBps)
/** Highest rate of the second level: more, and bringing those who sell would pay like selling. */
export const secondLevelRateMaxBps = 1_000
export const SecondLevelRateBps = RateBps.max(secondLevelRateMaxBps)

/** The parts that rates give of amounts, as one sum that is rounded down once to a whole fen: the remainder stays with the
 *  payer. */
export function sharesOfFen(parts: readonly { readonly amountFen: number; readonly rateBps: number }[]): number {
  for (const { amountFen, rateBps } of parts) {
    assert(Number.isSafeInteger(amountFen) && amountFen >= 0, 'an amount is a whole number of fen')
    assert(Number.isSafeInteger(rateBps) && rateBps >= 0 && rateBps <= 10_000, 'a rate is between 0 and 10,000')
  }
  const products = parts.reduce((sum, { amountFen, rateBps }) => sum + amountFen * rateBps, 0)
  assert(Number.isSafeInteger(products), 'a share is computed exactly')
  const remainder = products % 10_000
  return (products - remainder) / 10_000
}

/** Sum of amounts, asserted to stay exact. */
export function sumFen(amountsFen: readonly number[]): number {
  const totalFen = amountsFen.reduce((sum, amount) => sum + amount, 0)
  assert(Number.isSafeInteger(totalFen), 'a sum of amounts stays exact')
  return totalFen
}

/** An amount in yuan with two decimals, e.g. `88.00`: for people and their spreadsheets, never to compute with. */
export function yuanText(amountFen: number): `${number}` {
  assert(Number.isSafeInteger(amountFen), 'an amount is a whole number of fen')
  const digits = String(Math.abs(amountFen)).padStart(3, '0')
  // Digits, a point and two digits are a number.
  return `${amountFen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}` as `${number}`
}
