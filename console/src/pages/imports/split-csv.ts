/** What one call takes, less a little for the heading that goes with each part. */
const partBytesMax = 40_000
const encoder = new TextEncoder()

export type CsvPart = {
  /** With the file's line of columns in front. */
  readonly csv: string
  /** Lines of the file before the part's own first: what is added to a line of the part, to have the file's. */
  readonly linesBefore: number
}

/**
 * Cuts a file into parts that are each a file of their own. Never inside quotes, where a line break belongs to the text.
 * @returns no part for a file with nothing but its columns.
 */
export function splitCsv(text: string): CsvPart[] {
  const [heading = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const parts: CsvPart[] = []
  let rows: string[] = []
  let bytes = 0
  let linesBefore = 0
  let isQuoted = false
  const end = () => {
    if (rows.some((row) => row.trim() !== '')) parts.push({ csv: `${[heading, ...rows].join('\n')}\n`, linesBefore })
    linesBefore += rows.length
    rows = []
    bytes = 0
  }
  for (const line of lines) {
    const lineBytes = encoder.encode(line).length + 1
    if (!isQuoted && bytes + lineBytes > partBytesMax) end()
    rows.push(line)
    bytes += lineBytes
    if ((line.split('"').length - 1) % 2 === 1) isQuoted = !isQuoted
  }
  end()
  return parts
}
