/** Part of a CSV file, with the file's first line on top. */
export type CsvPart = {
  readonly csv: string
  /** What the part takes of the file, in UTF-8. */
  readonly bytes: number
  /** Line of the file, from 1, of a line of this part. */
  readonly fileLine: (partLine: number) => number
}

/** One record does not fit into a part. */
export class RecordTooLong extends Error {
  /** Line of the file, from 1, in which it begins. */
  readonly line: number
  constructor(line: number) {
    super(`The record that begins in line ${line} is too long`)
    this.line = line
  }
}

const encoder = new TextEncoder()
const bytesOf = (text: string): number => encoder.encode(text).length
const endLine = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`)
const linesOf = (text: string): number => text.split('\n').length - 1

/**
 * A CSV file (RFC 4180) in parts of at most so many bytes, none of which cuts a record: a quoted field may have line breaks.
 * A file without records has no parts.
 * @throws RecordTooLong
 */
export async function* csvParts(chunks: AsyncIterable<string>, bytesMax: number): AsyncGenerator<CsvPart> {
  let header: string | undefined
  let body = ''
  let bytes = 0
  let line = 1
  let bodyLine = 1
  const partOf = (head: string): CsvPart => {
    const shift = bodyLine - linesOf(head) - 1
    return { csv: head + body, bytes, fileLine: (partLine) => partLine + shift }
  }
  for await (const record of records(chunks, bytesMax)) {
    const size = bytesOf(record)
    if (header === undefined) header = endLine(record)
    // An empty line within a part is kept, so that its lines go on counting those of the file.
    else if (body !== '' || record.trim() !== '') {
      const head = bytesOf(header)
      if (head + size > bytesMax) throw new RecordTooLong(line)
      if (body !== '' && head + bytes + size > bytesMax) {
        yield partOf(header)
        body = ''
        bytes = 0
      }
      if (body === '') bodyLine = line
      body += record
      bytes += size
    }
    line += linesOf(record)
  }
  if (body !== '') yield partOf(header ?? '')
}

/** Records with their line ends. @throws RecordTooLong */
async function* records(chunks: AsyncIterable<string>, lengthMax: number): AsyncGenerator<string> {
  let rest = ''
  let looked = 0
  let isQuoted = false
  let line = 1
  for await (const chunk of chunks) {
    rest += chunk
    let from = 0
    for (; looked < rest.length; looked++) {
      const sign = rest[looked]
      if (sign === '"') isQuoted = !isQuoted
      else if (sign === '\n' && !isQuoted) {
        const record = rest.slice(from, looked + 1)
        yield record
        line += linesOf(record)
        from = looked + 1
      }
    }
    rest = rest.slice(from)
    looked = rest.length
    if (rest.length > lengthMax) throw new RecordTooLong(line)
  }
  if (rest !== '') yield rest
}
