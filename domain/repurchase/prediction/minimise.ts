/** Value of a function at a point, and how it changes along each coordinate. */
export type Slope = { readonly value: number; readonly gradient: readonly number[] }
export type SlopeAt = (point: readonly number[]) => Slope
export type Minimum = {
  readonly point: readonly number[]
  readonly value: number
  /** False where it ended on the way, or at a bound: then the data do not say where the minimum is. */
  readonly converged: boolean
}

/** Steps that a descent may take; a likelihood of four parameters takes 20 to 60. */
const stepsMax = 300
/** Times that one step is halved. After so many it is smaller than the numbers can tell. */
const halvingsMax = 40
/** A step of more would leave, in logs, what any data can mean, and come back slowly. */
const stepMax = 3
/** The descent ends where the slope is this flat; for means of a log-likelihood, of the size of 1 to 100. */
const flat = 1e-10
/** As flat as rounding allows when it can go no further down. */
const flatEnough = 1e-6
/** What a step gains at least, as a part of the value: less is what rounding makes of it. */
const relativeGainMin = 1e-15
/** A step must gain this part of what the slope promises. */
const gainMin = 1e-4
/** So near to the bound a slope may look flat only because nothing changes any more. */
const margin = 1

type Matrix = readonly (readonly number[])[]

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, each, at) => sum + each * (b[at] ?? 0), 0)
const steepest = (gradient: readonly number[]) => Math.max(...gradient.map(Math.abs))

/**
 * Minimum of a smooth function within `|coordinate| ≤ bound`, by the method of Broyden, Fletcher, Goldfarb and Shanno.
 * The same start gives the same result, and it ends after a limited number of steps whatever the function is.
 */
export function minimise(slopeAt: SlopeAt, start: readonly number[], bound: number): Minimum {
  let point = start
  let here = slopeAt(point)
  let inverse: Matrix = identity(start.length)
  for (let step = 0; step < stepsMax; step++) {
    const free = point.map((at, i) => Math.abs(at) < bound || at * (here.gradient[i] ?? 0) > 0)
    const gradient = here.gradient.map((each, i) => (free[i] ? each : 0))
    if (steepest(gradient) <= flat) break
    const quick = descend(slopeAt, point, here, newtonDirection(inverse, gradient, free), bound)
    // What was learnt misleads, e.g. since a coordinate has come to the bound: it is learnt anew.
    if (quick === undefined) inverse = identity(start.length)
    const next = quick ?? descend(slopeAt, point, here, negative(gradient), bound)
    if (next === undefined) break
    const gain = here.value - next.slope.value
    inverse = bend(inverse, change(next.point, point), change(next.slope.gradient, here.gradient), free)
    point = next.point
    here = next.slope
    if (gain <= relativeGainMin * Math.abs(here.value)) break
  }
  return { point, value: here.value, converged: isInside(point, bound) && steepest(here.gradient) <= flatEnough }
}

/** The minimum behind the best of several starts, as a function like the one in question but quicker tells; of equals the first. */
export function minimiseFrom(
  starts: readonly (readonly number[])[],
  scoutAt: SlopeAt,
  slopeAt: SlopeAt,
  bound: number,
): Minimum {
  const scouted = starts.map((start) => minimise(scoutAt, start, bound))
  const best = scouted.reduce((one, other) => (other.value < one.value ? other : one))
  return minimise(slopeAt, best.point, bound)
}

const change = (to: readonly number[], from: readonly number[]) => to.map((each, i) => each - (from[i] ?? 0))
const negative = (vector: readonly number[]) => vector.map((each) => -each)
const isInside = (point: readonly number[], bound: number) => point.every((at) => Math.abs(at) < bound - margin)
const identity = (size: number) =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)))

/** Where the quadratic that was learnt so far has its minimum; coordinates at a bound stay. */
function newtonDirection(inverse: Matrix, gradient: readonly number[], free: readonly boolean[]) {
  return inverse.map((row, i) => (free[i] ? -dot(row, gradient) : 0))
}

/** Goes along a direction as far as it gains; undefined where it does not lead down. */
function descend(
  slopeAt: SlopeAt,
  point: readonly number[],
  here: Slope,
  direction: readonly number[],
  bound: number,
): { readonly point: readonly number[]; readonly slope: Slope } | undefined {
  if (!(dot(direction, here.gradient) < 0)) return undefined
  let length = Math.min(1, stepMax / steepest(direction))
  for (let halving = 0; halving < halvingsMax; halving++, length /= 2) {
    const there = point.map((at, i) => Math.min(Math.max(at + length * (direction[i] ?? 0), -bound), bound))
    const promised = dot(here.gradient, change(there, point))
    const slope = slopeAt(there)
    if (promised < 0 && slope.value < here.value + gainMin * promised) return { point: there, slope }
  }
  return undefined
}

/** The inverse of the curvature, bent to what the last step showed of it; of coordinates at a bound it shows nothing. */
function bend(inverse: Matrix, moved: readonly number[], turned: readonly number[], free: readonly boolean[]): Matrix {
  const bent = turned.map((each, i) => (free[i] ? each : 0))
  const curve = dot(moved, bent)
  // A step along which the slope does not rise tells nothing of a minimum.
  if (!(curve > 1e-12 * Math.sqrt(dot(moved, moved) * dot(bent, bent)))) return inverse
  const pulled = inverse.map((row) => dot(row, bent))
  const scale = (1 + dot(bent, pulled) / curve) / curve
  return inverse.map((row, i) =>
    row.map((each, j) => {
      const [si, sj, pi, pj] = [moved[i] ?? 0, moved[j] ?? 0, pulled[i] ?? 0, pulled[j] ?? 0]
      return each + scale * si * sj - (pi * sj + si * pj) / curve
    }),
  )
}
