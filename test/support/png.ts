import { inflateSync } from 'node:zlib'

/** What a PNG says in its text chunks, by their names. Throws for what is no PNG. */
export function textsOf(png: Buffer | undefined): Record<string, string> {
  if (png?.subarray(1, 4).toString('latin1') !== 'PNG') throw new Error('This is no PNG')
  const texts: Record<string, string> = {}
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const data = png.subarray(at + 8, at + 8 + png.readUInt32BE(at)).toString('latin1')
    const [name = '', text = ''] = data.split('\0')
    if (png.subarray(at + 4, at + 8).toString('latin1') === 'tEXt') texts[name] = text
  }
  return texts
}

/** A picture, and each of its pixels as `[red, green, blue]`. */
export type Pixels = {
  readonly widthPx: number
  readonly heightPx: number
  at(x: number, y: number): readonly number[]
}

/** The pixels of a PNG with eight bits a channel and no interlace: grey, RGB or RGBA. */
export function pixelsOf(png: Buffer): Pixels {
  const [widthPx, heightPx] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const channels = { 0: 1, 2: 3, 6: 4 }[png[25] ?? -1]
  if (png[24] !== 8 || channels === undefined || png[28] !== 0) throw new Error('A PNG of another kind')
  const stride = widthPx * channels
  const filtered = inflateSync(dataOf(png))
  const bytes = Buffer.alloc(stride * heightPx)
  for (let y = 0; y < heightPx; y++) {
    const filter = filtered[y * (stride + 1)] ?? 0
    for (let x = 0; x < stride; x++) {
      const before = (dx: number, dy: number) => (x >= dx && y >= dy ? (bytes[(y - dy) * stride + x - dx] ?? 0) : 0)
      const predicted = prediction(filter, before(channels, 0), before(0, 1), before(channels, 1))
      bytes[y * stride + x] = (filtered[y * (stride + 1) + 1 + x] ?? 0) + predicted
    }
  }
  const at = (x: number, y: number) => {
    const pixel = [...bytes.subarray((y * widthPx + x) * channels, (y * widthPx + x + 1) * channels)]
    return channels === 1 ? [0, 1, 2].map(() => pixel[0] ?? 0) : pixel.slice(0, 3)
  }
  return { widthPx, heightPx, at }
}

function dataOf(png: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  return Buffer.concat(parts)
}

/** What a row's filter takes a byte to be from those to its left, above, and above to the left. */
function prediction(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left
  if (filter === 2) return above
  if (filter === 3) return Math.floor((left + above) / 2)
  if (filter !== 4) return 0
  const estimate = left + above - corner
  const [a, b, c] = [left, above, corner].map((byte) => Math.abs(estimate - byte)) as [number, number, number]
  if (a <= b && a <= c) return left
  return b <= c ? above : corner
}
