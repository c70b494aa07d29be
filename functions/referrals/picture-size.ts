/** A picture that can be drawn on a poster, by what its bytes say that it is. */
export type DrawnPicture = {
  readonly contentType: 'image/png' | 'image/jpeg'
  readonly widthPx: number
  readonly heightPx: number
  readonly bytes: Uint8Array
}

/** A few kilobytes can unfold to gigabytes; four bytes a pixel, this is 64 MB in a function of 1 GB. */
export const picturePixelsMax = 16_000_000

/** The picture with its size; undefined for what is neither PNG nor JPEG, is cut off, or has more than `picturePixelsMax`. */
export function drawnPicture(bytes: Uint8Array): DrawnPicture | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const picture = pngSize(view) ?? jpegSize(view)
  if (picture === undefined) return undefined
  const pixels = picture.widthPx * picture.heightPx
  return pixels > 0 && pixels <= picturePixelsMax ? { ...picture, bytes } : undefined
}

type Size = Omit<DrawnPicture, 'bytes'>

const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

function pngSize(view: Buffer): Size | undefined {
  if (view.length < 24 || !view.subarray(0, 8).equals(pngStart)) return undefined
  return { contentType: 'image/png', widthPx: view.readUInt32BE(16), heightPx: view.readUInt32BE(20) }
}

/** Markers of a JPEG that begin its picture: C0 to CF without the tables C4, C8 and CC. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

function jpegSize(view: Buffer): Size | undefined {
  if (view.length < 4 || view.readUInt16BE(0) !== 0xffd8) return undefined
  let at = 2
  while (at + 9 <= view.length && view[at] === 0xff) {
    const marker = view[at + 1] ?? 0
    // Fill bytes may stand before a marker.
    if (marker === 0xff) at += 1
    else if (isFrame(marker))
      return { contentType: 'image/jpeg', widthPx: view.readUInt16BE(at + 7), heightPx: view.readUInt16BE(at + 5) }
    else at += 2 + view.readUInt16BE(at + 2)
  }
  return undefined
}
