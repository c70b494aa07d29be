import { crc32, deflateSync } from 'node:zlib'

/** Modules of the picture's side, of a frame around them, and pixels of a module's side. */
const [modules, frame, modulePx] = [25, 2, 8]
const sidePx = (modules + 2 * frame) * modulePx
const [black, white] = [0, 255]

/**
 * A picture that looks like a code, another one for every `seed`, as an 8-bit grey PNG. What it stands for is in text
 * chunks, since nothing here can read the dots.
 */
export function codePicture(seed: Buffer, texts: Readonly<Record<string, string | undefined>>): Buffer {
  const rows = Array.from({ length: sidePx }, (_, y) => {
    const row = Buffer.alloc(1 + sidePx, white)
    // The row's filter: none.
    row[0] = 0
    for (let x = 0; x < sidePx; x++) if (isDark(seed, moduleOf(x), moduleOf(y))) row[1 + x] = black
    return row
  })
  const head = Buffer.alloc(13)
  head.writeUInt32BE(sidePx, 0)
  head.writeUInt32BE(sidePx, 4)
  // Eight bits of grey; compression, filter and interlace as always.
  head[8] = 8
  const said = Object.entries(texts).map(([name, text = '']) =>
    chunk('tEXt', Buffer.from(`${name}\0${text}`, 'latin1')),
  )
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    ...said,
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const moduleOf = (pixel: number) => Math.floor(pixel / modulePx) - frame

/** Corners like those of a code, the rest by the seed's bits. */
function isDark(seed: Buffer, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= modules || y >= modules) return false
  for (const [left, top] of [
    [0, 0],
    [modules - 7, 0],
    [0, modules - 7],
  ] as const) {
    const ring = Math.max(Math.abs(x - left - 3), Math.abs(y - top - 3))
    if (ring <= 4) return ring === 3 || ring <= 1
  }
  const bit = (x * 31 + y * 17) % (seed.length * 8)
  return (((seed[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
