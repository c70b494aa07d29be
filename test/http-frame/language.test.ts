import fc from 'fast-check'
import { expect, test } from 'vitest'
import { languageOf } from '../../functions/shared/http/replies.ts'

test.each([
  [undefined, 'zh'],
  ['', 'zh'],
  ['zh-CN', 'zh'],
  ['en', 'en'],
  ['EN-gb', 'en'],
  ['fr', 'zh'],
  ['fr, en;q=0.1', 'en'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['zh;q=0.5, en;q=0.9', 'en'],
  ['en;q=0.9, zh', 'zh'],
  ['en, zh', 'en'],
  ['english', 'zh'],
] as const)('Accept-Language %j gets %s', (header, language) => {
  expect(languageOf(header)).toBe(language)
})

test('whatever the header holds, there is a language', () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      expect(['zh', 'en']).toContain(languageOf(header))
    }),
  )
})
