import { expect, test } from 'vitest'
import { csvParts, RecordTooLong } from '../../console/src/pages/import/csv-parts.ts'

async function* chunksOf(text: string, size: number) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

async function partsOf(text: string, bytesMax: number, chunkSize = 7) {
  const parts = []
  for await (const part of csvParts(chunksOf(text, chunkSize), bytesMax)) parts.push(part)
  return parts
}

test('every part has the columns on top, keeps to the limit in bytes, and the parts are the file', async () => {
  const header = 'id,name\r\n'
  const records = Array.from({ length: 40 }, (_, n) => `${n},"茶""${n}\n第二行"\r\n`)
  for (const chunkSize of [1, 5, 10_000]) {
    const parts = await partsOf(header + records.join(''), 100, chunkSize)
    expect(parts.length).toBeGreaterThan(10)
    for (const { csv } of parts) {
      expect(csv.startsWith(header)).toBe(true)
      expect(Buffer.byteLength(csv)).toBeLessThanOrEqual(100)
    }
    expect(parts.map(({ csv }) => csv.slice(header.length)).join('')).toBe(records.join(''))
  }
})

test('a line of a part is told as the line of the file, over quoted breaks and empty lines', async () => {
  const lines = ['id', '"a', 'b"', '', 'c', 'd', '', '', 'e']
  const parts = await partsOf(lines.join('\n'), 9)
  for (const { csv, fileLine } of parts) {
    for (const [at, line] of csv.split('\n').entries())
      if (at > 0 && line !== '') expect(lines[fileLine(at + 1) - 1]).toBe(line)
  }
  expect(parts.length).toBeGreaterThan(2)
})

test('a record that is longer than a part, such as after a quote that is never closed, is told by its line', async () => {
  await expect(partsOf(`id\na\n"${'b\n'.repeat(100)}`, 50)).rejects.toEqual(new RecordTooLong(3))
})

test('a file of columns only has no parts', async () => {
  expect(await partsOf('id,name\n\n', 100)).toEqual([])
})
