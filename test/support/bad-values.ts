type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** JSON texts to put in the place of a field: of every type, and the odd ones of each. */
const badTexts: readonly string[] = [
  'null',
  'true',
  '-1',
  '1.5',
  '1e999',
  '9007199254740993',
  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"茶\\udc00茶"',
  '"\\u202e\\u200b"',
  '"<script>alert(1)</script>"',
  JSON.stringify('长'.repeat(6_000)),
  '[]',
  '{}',
  '{"__proto__":"x"}',
  '{"constructor":{"prototype":{}}}',
  `${'['.repeat(2_000)}${']'.repeat(2_000)}`,
]

const mark = '\u0001'
const markText = JSON.stringify(mark)

type Spoiled = { readonly path: string; readonly rawBody: string }

/**
 * Bodies that differ from a right one in one field: another value in its place, or none. `path` ends with a dot.
 * @param body makes a right body; another one for every number, so that none is refused for being the same as another.
 */
export function spoiledBodies(body: (number: number) => unknown): Spoiled[] {
  const spoiled: Spoiled[] = []
  const places = placesIn(body(0) as Json, '')
  for (const [at] of places.entries()) {
    for (const text of [undefined, ...badTexts]) {
      const place = placesIn(body(spoiled.length) as Json, '')[at]
      if (!place) throw new Error('Every right body has the same fields')
      const { path, marked, without } = place
      const rawBody =
        text === undefined ? JSON.stringify(without) : JSON.stringify(marked).replace(markText, () => text)
      spoiled.push({ path, rawBody })
    }
  }
  return spoiled
}

type Place = { readonly path: string; readonly marked: Json; readonly without: Json }

/** Every field of a value, at any depth: with a mark in its place, and taken out. */
function placesIn(value: Json, path: string): Place[] {
  if (Array.isArray(value)) {
    return value.flatMap((inner, at) => {
      const replaced = (by: Json) => value.with(at, by)
      const here = { path: `${path}${at}.`, marked: replaced(mark), without: value.toSpliced(at, 1) }
      return [here, ...deeper(placesIn(inner, here.path), replaced)]
    })
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const replaced = (by: Json) => ({ ...value, [name]: by })
    const { [name]: _, ...without } = value
    const here = { path: `${path}${name}.`, marked: replaced(mark), without }
    return [here, ...deeper(placesIn(inner, here.path), replaced)]
  })
}

const deeper = (places: readonly Place[], within: (inner: Json) => Json): Place[] =>
  places.map(({ path, marked, without }) => ({ path, marked: within(marked), without: within(without) }))
