import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { type PosterContent, posterLayout } from '../../domain/referrals/poster.ts'
import { openPosterFonts } from './poster-fonts.ts'
import { type PosterPictures, posterSvg } from './poster-svg.ts'

/** Draws a poster: the bytes of a PNG, for the same content and pictures always the same. */
export type RenderPoster = (content: PosterContent, pictures: PosterPictures) => Promise<Uint8Array<ArrayBuffer>>

const fontFamily = 'Noto Sans SC'

/** Draws with what lies in the folder: `resvg.wasm` and `fonts`. Nothing of it is read before the first poster. */
export function createPosterRenderer(folder: string): RenderPoster {
  const open = once(async () => {
    await initWasm(readFileSync(join(folder, 'resvg.wasm')))
    return openPosterFonts(join(folder, 'fonts'))
  })
  return async (content, pictures) => {
    const fonts = await open()
    const { title, shopName, pricesFen } = content
    const drawn = {
      title: fonts.drawable(title),
      ...(shopName === undefined ? {} : { shopName: fonts.drawable(shopName) }),
      pricesFen,
    }
    const layout = posterLayout(drawn, { hasPicture: pictures.picture !== undefined })
    const fontBuffers = fonts.load(layout.lines.map(({ text }) => text).join(''))
    const svg = posterSvg(layout, pictures, fontFamily)
    return png(svg, { font: { fontBuffers, defaultFontFamily: fontFamily } })
  }
}

/** What WebAssembly holds is freed by hand: the garbage collector does not see it. */
function png(svg: string, options: ConstructorParameters<typeof Resvg>[1]): Uint8Array<ArrayBuffer> {
  const drawing = new Resvg(svg, options)
  try {
    const rendered = drawing.render()
    const bytes = new Uint8Array(rendered.asPng())
    rendered.free()
    return bytes
  } finally {
    drawing.free()
  }
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined
  return () => {
    made ??= make()
    return made
  }
}
