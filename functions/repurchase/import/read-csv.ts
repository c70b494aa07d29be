import type { Readable } from 'node:stream'
import { type Info, parse } from 'csv-parse'

/** Longest line; a row of any of our files has a few hundred characters. */
const lineLengthMax = 64 * 1024

/** Where a reader is in a file. */
export type Place = {
  /** Bytes of all that was read. */
  readonly bytes: number
  /** Lines of all that was read; a field in quotes may have line breaks. */
  readonly lines: number
}
export const start: Place = { bytes: 0, lines: 0 }

/** One line of a file: its fields, or nothing where it could not be read as CSV. */
export type CsvLine = { readonly line: number; readonly fields: readonly string[] | undefined; readonly end: Place }

type Parsed = { readonly record: string[]; readonly info: Info }

/**
 * The lines of a CSV file as they come (RFC 4180; a byte order mark, any line ends, empty lines passed over), in bounded memory.
 * @param stream the bytes of the file after `from`.
 */
export async function* readCsv(stream: Readable, from: Place): AsyncGenerator<CsvLine> {
  const unreadable: number[] = []
  const parser = parse({
    bom: from.bytes === 0,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: lineLengthMax,
    skip_records_with_error: true,
    on_skip: () => void unreadable.push(parser.info.lines),
  })
  stream.once('error', (error) => parser.destroy(error))
  stream.pipe(parser)
  let end = from
  // The parser is ahead of its records, and tells what it left out at once.
  const unreadableBefore = function* (lines: number): Generator<CsvLine> {
    while (unreadable[0] !== undefined && unreadable[0] < lines)
      yield { line: from.lines + (unreadable.shift() ?? 0), fields: undefined, end }
  }
  // With `info`, the parser gives records in this form, which its type does not tell.
  for await (const { record, info } of parser as AsyncIterable<Parsed>) {
    yield* unreadableBefore(info.lines)
    end = { bytes: from.bytes + info.bytes, lines: from.lines + info.lines }
    yield { line: end.lines, fields: record, end }
  }
  yield* unreadableBefore(Number.POSITIVE_INFINITY)
}
