import { expect, test } from 'vitest'
import { fieldRows } from '../../functions/platform/docs-fields.ts'
import { docsPage } from '../../functions/platform/docs-page.ts'
import { html } from '../../functions/platform/html.ts'
import { openApiDocument } from '../../functions/platform/openapi.ts'
import { routes } from '../../functions/routes.ts'

const page = docsPage(openApiDocument())

test('every row has its place in the page and a way to it', () => {
  for (const { handler, path } of routes) {
    expect(page).toContain(`<h3 id="${handler}">`)
    expect(page).toContain(`<a href="#${handler}">`)
    expect(page).toContain(path)
  }
})

test('every link within the page leads somewhere, and no id stands twice', () => {
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual(expect.arrayContaining(links))
})

test('the page is complete in itself: no script, no image, no other origin, one style', () => {
  expect(page).not.toMatch(/<script|<link|<img|\bon\w+=|style=|https?:\/\//)
  expect(page.match(/<style>/g)).toHaveLength(1)
  expect(page).toContain('prefers-color-scheme: dark')
  expect(page).toContain('name="viewport"')
})

test('every element that is opened is closed', () => {
  const empty = ['meta', 'br']
  const open: string[] = []
  for (const [, slash, name = ''] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)/g)) {
    if (empty.includes(name)) continue
    if (slash) expect(open.pop()).toBe(name)
    else open.push(name)
  }
  expect(open).toEqual([])
})

test('the codes and sentences of a refusal are in the page', () => {
  expect(page).toContain('<code>sub_mchid_fixed</code>')
  expect(page).toContain('特约商户号设置后不可更改。')
})

test('text is escaped wherever it is put in', () => {
  expect(html`<p title="${'"\'<&>'}">${['<b>', html`<i>${'&'}</i>`]}</p>`.html).toBe(
    '<p title="&quot;&#39;&lt;&amp;&gt;">&lt;b&gt;<i>&amp;</i></p>',
  )
})

test('fields inside fields are named from the top', () => {
  const line = {
    type: 'object',
    properties: { skuId: { type: 'string' }, note: { type: 'string' } },
    required: ['skuId'],
  }
  const schema = {
    type: 'object',
    properties: { lines: { type: 'array', items: line, minItems: 1 } },
    required: ['lines'],
  }
  expect(fieldRows(schema)).toEqual([
    { name: 'lines', type: 'list of object', isRequired: true, about: ['at least 1 entries'] },
    { name: 'lines[].skuId', type: 'string', isRequired: true, about: [] },
    { name: 'lines[].note', type: 'string', isRequired: false, about: [] },
  ])
})

test('a field of several forms says in which form a field stands', () => {
  const form = (kind: string, field: string) => ({
    type: 'object',
    properties: { kind: { const: kind }, [field]: { type: 'string' } },
    required: ['kind', field],
  })
  const schema = { properties: { account: { oneOf: [form('shop', 'shopId'), form('person', 'customerId')] } } }
  expect(fieldRows(schema).map(({ name, about }) => [name, ...about])).toEqual([
    ['account'],
    ['account.kind', 'form 1: kind shop'],
    ['account.shopId', 'form 1: kind shop'],
    ['account.kind', 'form 2: kind person'],
    ['account.customerId', 'form 2: kind person'],
  ])
})
