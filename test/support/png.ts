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
