import type { PosterBox, PosterLayout, PosterLine } from '../../domain/referrals/poster.ts'
import type { DrawnPicture } from './picture-size.ts'

/** The pictures of a poster. */
export type PosterPictures = { readonly code: DrawnPicture; readonly picture?: DrawnPicture }

/** The poster as SVG: no address in it leads anywhere, and no text of anybody's becomes markup. */
export function posterSvg(layout: PosterLayout, { code, picture }: PosterPictures, fontFamily: string): string {
  const { widthPx, heightPx } = layout
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}">`,
    `<rect width="${widthPx}" height="${heightPx}" fill="#ffffff"/>`,
    layout.picture && picture ? image(layout.picture, picture) : '',
    image(inMiddle(layout.code, code), code),
    `<g font-family="${fontFamily}">`,
    ...layout.lines.map(text),
    '</g></svg>',
  ].join('')
}

/** As large as it is, or as it fits, in the middle, on whole pixels. */
function inMiddle(box: PosterBox, { widthPx, heightPx }: DrawnPicture): PosterBox {
  const scale = Math.min(1, box.widthPx / widthPx, box.heightPx / heightPx)
  const size = { widthPx: Math.round(widthPx * scale), heightPx: Math.round(heightPx * scale) }
  return {
    xPx: box.xPx + Math.floor((box.widthPx - size.widthPx) / 2),
    yPx: box.yPx + Math.floor((box.heightPx - size.heightPx) / 2),
    ...size,
  }
}

const image = ({ xPx, yPx, widthPx, heightPx }: PosterBox, { contentType, bytes }: DrawnPicture) =>
  `<image x="${xPx}" y="${yPx}" width="${widthPx}" height="${heightPx}" preserveAspectRatio="xMidYMid slice"` +
  ` href="data:${contentType};base64,${Buffer.from(bytes).toString('base64')}"/>`

const text = ({ text: said, xPx, baselinePx, sizePx, ink, anchor }: PosterLine) =>
  `<text x="${xPx}" y="${baselinePx}" font-size="${sizePx}" fill="${ink}" text-anchor="${anchor}">${escaped(said)}</text>`

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (said: string) => said.replace(/[&<>"]/g, (character) => entities[character] ?? '')
