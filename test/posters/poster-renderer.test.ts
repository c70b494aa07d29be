import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { posterLayout } from '../../domain/referrals/poster.ts'
import { textWidthPx } from '../../domain/referrals/text-lines.ts'
import { drawnPicture, picturePixelsMax } from '../../functions/referrals/picture-size.ts'
import { createPosterRenderer, type RenderPoster } from '../../functions/referrals/poster-renderer.ts'
import { copyPosterAssets } from '../../infra/poster-assets.ts'
import { codePicture } from '../../local/wechat/code-picture.ts'
import { type Pixels, pixelsOf } from '../support/png.ts'

const folder = mkdtempSync(join(tmpdir(), 'huitou-posters-'))
afterAll(() => rmSync(folder, { recursive: true }))
let render: RenderPoster
beforeAll(async () => {
  await copyPosterAssets(folder)
  render = createPosterRenderer(folder)
})

const content = { title: '凤凰单丛 Oolong & <b>', shopName: '回头茶铺', pricesFen: [8_800] }
const drawn = (bytes: Uint8Array) => {
  const picture = drawnPicture(bytes)
  if (!picture) throw new Error('No picture')
  return picture
}
const codeBytes = codePicture(Buffer.from('code'), {})
const code = drawn(codeBytes)
/** 8 by 8 pixels of a JPEG, all red. */
const redJpeg = Buffer.from(
  '/9j/2wBDAAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAj/wAARCAAIAAgDAREAAhEAAxEA/8QAFQABAQAAAAAAAAAAAAAAAAAABgf/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIAAwAAPwACNLc//9k=',
  'base64',
)
const draw = async (picture?: Uint8Array, over: Partial<typeof content> = {}) => {
  const pictures = { code, ...(picture ? { picture: drawn(picture) } : {}) }
  const bytes = await render({ ...content, ...over }, pictures)
  return { bytes: Buffer.from(bytes), pixels: pixelsOf(Buffer.from(bytes)) }
}

/** Whether the pixels of the code stand on the poster as they are, in the middle of its place. */
function hasCode(poster: Pixels, hasPicture: boolean): boolean {
  const { code: box } = posterLayout(content, { hasPicture })
  const own = pixelsOf(codeBytes)
  const [left, top] = [
    box.xPx + Math.floor((box.widthPx - own.widthPx) / 2),
    box.yPx + Math.floor((box.heightPx - own.heightPx) / 2),
  ]
  const rows = Array.from({ length: own.heightPx }, (_, y) => y)
  return rows.every((y) => rows.every((x) => own.at(x, y).join() === poster.at(left + x, top + y).join()))
}

test('a poster has its size, the code pixel by pixel, and is the same again', async () => {
  const { bytes, pixels } = await draw()
  const layout = posterLayout(content, { hasPicture: false })
  expect([pixels.widthPx, pixels.heightPx]).toEqual([layout.widthPx, layout.heightPx])
  expect(hasCode(pixels, false)).toBe(true)
  expect((await draw()).bytes.equals(bytes)).toBe(true)
  expect((await draw(undefined, { title: '另一种茶' })).bytes.equals(bytes)).toBe(false)
})

test('a picture fills the square above, as JPEG and as PNG', async () => {
  const { pixels } = await draw(redJpeg)
  const [red = 0, green = 0, blue = 0] = pixels.at(540, 540)
  expect(red).toBeGreaterThan(200)
  expect(Math.max(green, blue)).toBeLessThan(40)
  expect(hasCode(pixels, true)).toBe(true)
  expect((await draw(codeBytes)).pixels.heightPx).toBe(pixels.heightPx)
})

test('every line ends where its width says', async () => {
  const lines = ['WWWWWWWWWWWW', 'Avocado Tofu', '春茶春茶春茶春茶', 'iiiiiiiiiiiii']
  for (const title of lines) {
    const { pixels } = await draw(undefined, { title })
    const [line] = posterLayout({ ...content, title }, { hasPicture: false }).lines
    if (!line) throw new Error('No line')
    const rows = Array.from({ length: line.sizePx }, (_, at) => line.baselinePx - at)
    const columns = Array.from({ length: 540 }, (_, x) => x)
    const ink = columns.filter((x) => rows.some((y) => (pixels.at(x, y)[0] ?? 255) < 128))
    const endPx = line.xPx + textWidthPx(title, line.sizePx)
    expect(ink.at(-1), title).toBeLessThanOrEqual(endPx)
    // Kerning draws some letters together.
    expect(ink.at(-1), title).toBeGreaterThan(endPx - line.sizePx)
  }
})

test('what a font has no picture of is left out, and nothing of a text becomes markup', async () => {
  const plain = await draw(undefined, { title: '茶' })
  expect((await draw(undefined, { title: '茶\u{F0000}\uFFFF' })).bytes.equals(plain.bytes)).toBe(true)
  expect((await draw(undefined, { title: '</text><script/>&"' })).pixels.widthPx).toBe(1_080)
})

test('what is no picture, or one of too many pixels, is not drawn; one that is cut off leaves its place white', async () => {
  const large = Buffer.from(codeBytes)
  large.writeUInt32BE(picturePixelsMax, 16)
  for (const bytes of [Buffer.from('<svg/>'), Buffer.alloc(0), large, Buffer.from([0xff, 0xd8, 0xff, 0xc0])])
    expect(drawnPicture(bytes)).toBeUndefined()
  const cut = codeBytes.subarray(0, 60)
  expect((await draw(cut)).pixels.at(540, 540)).toEqual([255, 255, 255])
})
