import { afterAll, expect, test, vi } from 'vitest'
import { createApp } from '../../infra/synthesise.ts'
import { functionsOf, inFolder, synthesisTime, templatesOf } from './templates.ts'

const on = { 'huitou:secondLevel': 'true' }

const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
afterAll(() => warn.mockRestore())

test('the second level is a variable of the functions that ask for it, and nothing else', synthesisTime, () => {
  const told = (context: object) =>
    [...functionsOf(templatesOf({ ...context }))].flatMap(([name, { Properties }]) =>
      JSON.stringify(Properties).includes('"SECOND_LEVEL":"on"') ? [name] : [],
    )
  expect(told({})).toEqual([])
  expect(told(on).sort()).toEqual(['orders', 'referrals', 'shops'])
})

test('whoever turns it on reads at every synthesis which law and which rules speak against it', synthesisTime, () => {
  const warned = (context: Readonly<Record<string, unknown>>) => {
    warn.mockClear()
    inFolder((options) => createApp({ ...options, context, checkSchemas: false }))
    return warn.mock.calls.map(([text]) => String(text)).filter((text) => text.includes('huitou:secondLevel'))
  }
  expect(warned({})).toEqual([])
  const [warning] = warned(on)
  for (const source of ['article 7 (3)', 'article 24', 'article 26', 'operating rules, 5.9', 'WeChat Pay'])
    expect(warning).toContain(source)
})
