import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

/** Name of each subset of the font → the ranges of characters that it has, both ends included. */
export const FontRanges = z.record(z.string(), z.array(z.tuple([z.int(), z.int()])))
export type FontRanges = z.infer<typeof FontRanges>

export type PosterFonts = {
  /** The text without what the font has no picture of, e.g. some emoji; nothing that XML could not hold is left. */
  readonly drawable: (text: string) => string
  /** The subsets that have the characters, as their files are. */
  readonly load: (text: string) => Uint8Array[]
}

/** The font in a folder: `ranges.json`, and a file for each subset that is read when first needed. */
export function openPosterFonts(folder: string): PosterFonts {
  const ranges = Object.entries(FontRanges.parse(JSON.parse(readFileSync(join(folder, 'ranges.json'), 'utf8'))))
  const files = new Map<string, Uint8Array>()
  const subsetOf = (character: string) => {
    const point = character.codePointAt(0) ?? 0
    return ranges.find(([, has]) => has.some(([from, to]) => point >= from && point <= to))?.[0]
  }
  const fileOf = (subset: string) => {
    const file = files.get(subset) ?? readFileSync(join(folder, `${subset}.woff2`))
    files.set(subset, file)
    return file
  }
  return {
    drawable: (text) =>
      Array.from(text)
        .filter((character) => subsetOf(character) !== undefined)
        .join(''),
    load: (text) => {
      const subsets = Array.from(text, subsetOf).filter((subset) => subset !== undefined)
      // Always in one order, so that the same text is the same picture.
      return [...new Set(subsets)].sort().map(fileOf)
    },
  }
}
