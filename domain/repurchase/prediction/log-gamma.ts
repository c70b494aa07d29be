import { assert } from '../../shared/decision.ts'

/** From here on the asymptotic series are exact to the last digit; what is below is shifted up to it. */
const asymptoticFrom = 10
const halfLogTwoPi = Math.log(2 * Math.PI) / 2

// B(2k) / (2k (2k − 1)) and B(2k) / 2k, with Bernoulli's numbers B.
const logGammaSeries = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156]
const digammaSeries = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32_760, 1 / 12]

/** Σ coefficient · y^at. */
const polynomial = (coefficients: readonly number[], y: number) =>
  coefficients.reduceRight((sum, coefficient) => sum * y + coefficient, 0)

/** The natural logarithm of the gamma function, for x above zero. Source: Stirling's series. */
export function logGamma(x: number): number {
  assert(x > 0, 'the gamma function is taken of positive numbers')
  let shifted = x
  let product = 1
  for (; shifted < asymptoticFrom; shifted++) product *= shifted
  const tail = polynomial(logGammaSeries, 1 / (shifted * shifted)) / shifted
  return (shifted - 0.5) * Math.log(shifted) - shifted + halfLogTwoPi + tail - Math.log(product)
}

/** Derivative of `logGamma`. */
export function digamma(x: number): number {
  assert(x > 0, 'the gamma function is taken of positive numbers')
  let shifted = x
  let sum = 0
  for (; shifted < asymptoticFrom; shifted++) sum += 1 / shifted
  const y = 1 / (shifted * shifted)
  return Math.log(shifted) - 1 / (2 * shifted) - y * polynomial(digammaSeries, y) - sum
}
