import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeSidePx, posterLayout, posterWidthPx, priceText } from '../../../domain/referrals/poster.ts'
import { textWidthPx, wrapText } from '../../../domain/referrals/text-lines.ts'

const box = { sizePx: 10, widthPx: 60, linesMax: 3 }
const word = fc.string({ unit: fc.constantFrom(...'aiMW茶春,。» 🍵'), maxLength: 30 })

test('every line fits its width, and together they are the text, or its beginning and an ellipsis', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (words) => {
      const text = words.join(' ')
      const lines = wrapText(text, box)
      expect(lines.length).toBeLessThanOrEqual(box.linesMax)
      // What closes a phrase may come alone where it has no room.
      for (const line of lines) expect(textWidthPx(line, box.sizePx)).toBeLessThanOrEqual(box.widthPx)
      const [given, shown] = [text, lines.join('')].map((one) => one.replaceAll(/\s/g, ''))
      if (shown?.endsWith('…')) expect(given?.startsWith(shown.slice(0, -1))).toBe(true)
      else expect(shown).toBe(given)
    }),
  )
})

test('Latin words stay whole, and no line begins with what closes a phrase', () => {
  expect(wrapText('Oolong tea 春茶', { ...box, widthPx: 45 })).toEqual(['Oolong', 'tea 春茶'])
  expect(wrapText('春茶春茶春茶,新', box)).toEqual(['春茶春茶春', '茶,新'])
  expect(wrapText('春茶春茶春茶春茶', { ...box, linesMax: 1 })).toEqual(['春茶春茶春…'])
})

test('a price is in yuan, and says where others are higher', () => {
  expect([priceText([8_800]), priceText([9_900, 8_800]), priceText([])]).toEqual(['¥88.00', '¥88.00起', ''])
})

test('title, price and shop lie beside the code and not over each other, whatever they say', () => {
  const text = fc.string({ unit: fc.constantFrom(...'a茶 W'), minLength: 1, maxLength: 60 })
  const prices = fc.array(fc.integer({ min: 1, max: 1_000_000_000 }), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(text, text, prices, fc.boolean(), (title, shopName, pricesFen, hasPicture) => {
      const { code, lines, heightPx, picture } = posterLayout({ title, shopName, pricesFen }, { hasPicture })
      expect(picture !== undefined).toBe(hasPicture)
      expect(code).toMatchObject({ widthPx: codeSidePx, yPx: (picture?.heightPx ?? 0) + 48 })
      const beside = lines.filter(({ anchor }) => anchor === 'start')
      for (const { text: said, xPx, sizePx } of beside) expect(xPx + textWidthPx(said, sizePx)).toBeLessThan(code.xPx)
      for (const [at, { baselinePx, sizePx }] of beside.entries())
        expect(baselinePx - sizePx).toBeGreaterThanOrEqual(at === 0 ? code.yPx : (beside[at - 1]?.baselinePx ?? 0))
      expect(Math.max(...lines.map(({ baselinePx }) => baselinePx))).toBeLessThan(heightPx)
      expect(code.xPx + code.widthPx).toBeLessThanOrEqual(posterWidthPx)
    }),
  )
})
