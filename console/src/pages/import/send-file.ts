import { call, type Input, type Reply } from '../../api/call.ts'
import { csvParts } from './csv-parts.ts'

export type FileKind = Input<'import-rows'>['body']['kind']
export type RefusedLine = Reply<'import-rows'>['refused'][number]

/** What has come of the parts that were sent. */
export type Sent = {
  readonly parts: number
  readonly bytes: number
  readonly rows: number
  readonly orders: number
  /** Lines are those of the file. */
  readonly refused: readonly RefusedLine[]
}
export const nothingSent: Sent = { parts: 0, bytes: 0, rows: 0, orders: 0, refused: [] }

/** The API takes 48,000 characters: of bytes there are never fewer. */
const partBytesMax = 48_000

/**
 * Sends a file part by part, one after another, from where it was left; tells after each how far it is.
 * @throws ApiError, RecordTooLong; TypeError where it is not UTF-8
 */
export async function sendFile(
  { shopId, kind, file }: { readonly shopId: string; readonly kind: FileKind; readonly file: File },
  before: Sent,
  { onPart, isStopped }: { readonly onPart: (sent: Sent) => void; readonly isStopped: () => boolean },
): Promise<Sent> {
  let sent = before
  let at = 0
  for await (const part of csvParts(textOf(file), partBytesMax)) {
    if (at++ < before.parts) continue
    if (isStopped()) return sent
    const { rows, orders, refused } = await call('import-rows', { path: { shopId }, body: { kind, csv: part.csv } })
    sent = {
      parts: sent.parts + 1,
      bytes: sent.bytes + part.bytes,
      rows: sent.rows + rows,
      orders: sent.orders + orders,
      refused: [...sent.refused, ...refused.map((line) => ({ ...line, line: part.fileLine(line.line) }))],
    }
    onPart(sent)
  }
  return sent
}

/** The text of a file as it is read, never the whole of it. A byte order mark is left out. */
async function* textOf(file: File): AsyncGenerator<string> {
  const reader = file
    .stream()
    .pipeThrough(new TextDecoderStream('utf-8', { fatal: true }))
    .getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
