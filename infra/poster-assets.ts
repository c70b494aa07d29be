import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import type { FontRanges } from '../functions/referrals/poster-fonts.ts'

const require = createRequire(import.meta.url)
const font = dirname(require.resolve('@fontsource/noto-sans-sc/package.json'))
/** One weight serves title and price. */
const weight = 500

/** Subset → its ranges as CSS writes them, e.g. `U+20-7e,U+a5`. */
const CssRanges = z.record(z.string(), z.string())

/** Puts beside the function that draws posters what it draws with: the renderer and the font in its subsets. */
export async function copyPosterAssets(folder: string): Promise<void> {
  const fonts = join(folder, 'fonts')
  await mkdir(fonts, { recursive: true })
  const subsets = CssRanges.parse(require('@fontsource/noto-sans-sc/unicode.json'))
  const ranges: FontRanges = Object.fromEntries(
    Object.entries(subsets).map(([name, css]) => [name.replace(/[[\]]/g, ''), css.split(',').map(rangeOf)]),
  )
  await Promise.all([
    copyFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm'), join(folder, 'resvg.wasm')),
    // Its licence asks to go with it.
    copyFile(join(font, 'LICENSE'), join(fonts, 'LICENSE')),
    writeFile(join(fonts, 'ranges.json'), JSON.stringify(ranges)),
    ...Object.keys(ranges).map((name) =>
      copyFile(join(font, 'files', `noto-sans-sc-${name}-${weight}-normal.woff2`), join(fonts, `${name}.woff2`)),
    ),
  ])
}

function rangeOf(css: string): [number, number] {
  const [from = '', to = from] = css.trim().replace(/^U\+/i, '').split('-')
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)]
}
