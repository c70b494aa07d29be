import { assert } from '../shared/decision.ts'
import { yuanText } from '../shared/fen.ts'
import { type TextBox, wrapText } from './text-lines.ts'

/** What a poster says: a product of a shop, or the shop itself. */
export type PosterContent = {
  readonly title: string
  /** Left out on the poster of the shop itself, whose title it is. */
  readonly shopName?: string
  /** Prices of the variants; none on the poster of a shop. */
  readonly pricesFen: readonly number[]
}

/** Counted up with every change of what a poster looks like, so that those of before are made anew. */
export const posterDesign = 1

/** As wide as the screens of most phones have pixels. */
export const posterWidthPx = 1_080
/** Of WeChat's code pictures: drawn pixel by pixel, as what is scaled may not scan. */
export const codeSidePx = 430
const marginPx = 48
const captionHeightPx = 60
const caption = '微信扫码或长按识别'

const title: TextBox = { sizePx: 40, widthPx: posterWidthPx - codeSidePx - 3 * marginPx, linesMax: 4 }
const titleLinePx = 56
const price: TextBox = { ...title, sizePx: 60, linesMax: 1 }
const shop: TextBox = { ...title, sizePx: 30, linesMax: 1 }
const captionSizePx = 28
/** How far their baselines are above the bottom of the code, and of its caption. */
const [priceUpPx, shopUpPx, captionUpPx] = [90, 8, 12] as const

const [ink, quietInk, priceInk] = ['#1f1f1f', '#8c8c8c', '#cf1322'] as const

export type PosterBox = {
  readonly xPx: number
  readonly yPx: number
  readonly widthPx: number
  readonly heightPx: number
}
/** One line; `xPx` is where it starts, or its middle. */
export type PosterLine = {
  readonly text: string
  readonly xPx: number
  readonly baselinePx: number
  readonly sizePx: number
  readonly ink: string
  readonly anchor: 'start' | 'middle'
}
export type PosterLayout = {
  readonly widthPx: number
  readonly heightPx: number
  /** Where the picture goes, which fills it. */
  readonly picture?: PosterBox
  /** Where the code goes, in the middle and not enlarged. */
  readonly code: PosterBox
  readonly lines: readonly PosterLine[]
}

/** Lays a poster out: a square picture where there is one, below it what is sold by whom, and the code beside that. */
export function posterLayout(content: PosterContent, { hasPicture }: { readonly hasPicture: boolean }): PosterLayout {
  const pictureHeightPx = hasPicture ? posterWidthPx : 0
  const topPx = pictureHeightPx + marginPx
  const bottomPx = topPx + codeSidePx
  const codeXPx = posterWidthPx - marginPx - codeSidePx
  const atLeft = { xPx: marginPx, anchor: 'start' } as const
  const line = (text: string, { sizePx }: TextBox, baselinePx: number, color: string): PosterLine => ({
    ...atLeft,
    ...{ text, baselinePx, sizePx, ink: color },
  })
  return {
    widthPx: posterWidthPx,
    heightPx: bottomPx + captionHeightPx + marginPx,
    ...(hasPicture ? { picture: { xPx: 0, yPx: 0, widthPx: posterWidthPx, heightPx: pictureHeightPx } } : {}),
    code: { xPx: codeXPx, yPx: topPx, widthPx: codeSidePx, heightPx: codeSidePx },
    lines: [
      ...wrapText(content.title, title).map((text, at) =>
        line(text, title, topPx + title.sizePx + at * titleLinePx, ink),
      ),
      ...wrapText(priceText(content.pricesFen), price).map((text) => line(text, price, bottomPx - priceUpPx, priceInk)),
      ...wrapText(content.shopName ?? '', shop).map((text) => line(text, shop, bottomPx - shopUpPx, quietInk)),
      {
        text: caption,
        xPx: codeXPx + codeSidePx / 2,
        baselinePx: bottomPx + captionHeightPx - captionUpPx,
        sizePx: captionSizePx,
        ink: quietInk,
        anchor: 'middle',
      },
    ],
  }
}

/** The lowest price, and whether there are others (起: and up). */
export function priceText(pricesFen: readonly number[]): string {
  if (pricesFen.length === 0) return ''
  const [lowest, highest] = [Math.min(...pricesFen), Math.max(...pricesFen)]
  assert(lowest > 0, 'a product has a price')
  return `¥${yuanText(lowest)}${highest > lowest ? '起' : ''}`
}
