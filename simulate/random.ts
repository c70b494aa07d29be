/** Chance that a seed decides entirely: the same seed and name give the same draws on every machine. */
export type Random = {
  /** From 0, below 1. */
  float(): number
  /** A whole number from 0, below `below`. */
  int(below: number): number
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** A source of its own for a part of the simulation, so that one more draw there changes nothing elsewhere. */
  fork(name: string): Random
}

const uint32Count = 2 ** 32

export function createRandom(seed: string): Random {
  const draw = sfc32(seed)
  const float = () => draw() / uint32Count
  const int = (below: number) => Math.floor(float() * below)
  return {
    float,
    int,
    between: (least, most) => least + int(most - least + 1),
    chance: (probability) => float() < probability,
    pick: (list) => {
      if (list.length === 0) throw new RangeError('Nothing to pick from')
      return list[int(list.length)] as (typeof list)[number]
    },
    fork: (name) => createRandom(`${seed}/${name}`),
  }
}

/** Chris Doty-Humphrey's Small Fast Counting generator, 32 bits: passes the usual statistical tests and costs nothing. */
function sfc32(seed: string): () => number {
  let [a, b, c, counter] = [hash32(seed, 1), hash32(seed, 2), hash32(seed, 3), 1]
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum >>> 0
  }
  // Seeds that differ in one character give unlike states only after some rounds.
  for (let round = 0; round < 12; round++) next()
  return next
}

const fnvPrime = 0x01000193

/** FNV-1a over the UTF-16 units of a text. */
export function hash32(text: string, salt = 0): number {
  let hash = 0x811c9dc5 ^ Math.imul(salt, 0x9e3779b1)
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), fnvPrime)
  return hash >>> 0
}
