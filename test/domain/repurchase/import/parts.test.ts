import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type DonePart,
  newPartedFile,
  type PartedFile,
  refusalOfPart,
  SentPart,
  withPart,
} from '../../../../domain/repurchase/import/parts.ts'

const parts = 4
const sent = (part: number) => ({
  fileId: '5f'.repeat(32),
  parts,
  part,
  linesBefore: 10 * part,
  kind: 'orders' as const,
  print: `text ${part}`,
})
const came = fc.record({
  part: fc.integer({ min: 1, max: parts }),
  rows: fc.nat(9),
  orders: fc.nat(9),
  refused: fc.nat(9),
})

test('however often parts come, the sums of a file count each by what it came to last, and the next part is the first missing', () => {
  fc.assert(
    fc.property(fc.array(came), (all) => {
      let file: PartedFile | undefined
      const known = new Map<number, DonePart>()
      for (const { part, ...counts } of all) {
        const refusal = refusalOfPart({ file, known: known.get(part) }, sent(part))
        expect(refusal).toBe(part > known.size + 1 ? 'part_too_early' : undefined)
        if (refusal !== undefined) continue
        const done = { ...counts, part, linesBefore: 10 * part, print: `text ${part}`, importId: `import ${part}` }
        file = withPart(file ?? newPartedFile(sent(part), 'orders'), known.get(part), done)
        known.set(part, done)
        const sum = (count: 'rows' | 'orders' | 'refused') =>
          [...known.values()].reduce((total, each) => total + each[count], 0)
        expect(file).toMatchObject({
          partsDone: known.size,
          rows: sum('rows'),
          orders: sum('orders'),
          refused: sum('refused'),
        })
      }
    }),
  )
})

test('an id stands for one file: other kinds, other numbers of parts, and other texts of a part are refused', () => {
  const file = { ...newPartedFile(sent(1), 'orders'), partsDone: 1 }
  const known = { part: 1, linesBefore: 10, print: 'text 1', importId: 'one', rows: 1, orders: 1, refused: 0 }
  const refusal = (changed: object) => refusalOfPart({ file, known }, { ...sent(1), ...changed })
  expect(refusal({})).toBeUndefined()
  for (const changed of [{ kind: 'refunds' }, { parts: 5 }, { print: 'another' }, { linesBefore: 0 }])
    expect(refusal(changed)).toBe('import_differs')
})

test('no part comes after the last one', () => {
  const { kind: _kind, print: _print, ...part } = sent(parts + 1)
  expect(SentPart.safeParse(part).success).toBe(false)
  expect(SentPart.safeParse({ ...part, part: parts }).success).toBe(true)
})
