import type { Readable } from 'node:stream'
import { columnsOf, type FileKind, type Header, readHeader } from '../../../domain/repurchase/import/columns.ts'
import type { Calendar } from '../../../domain/repurchase/import/timestamp.ts'
import type { ShopId } from '../../../domain/shared/ids.ts'
import { commitFact } from '../../shared/commit.ts'
import type { ImportContext } from './apply-customers.ts'
import { applyLines, type FileLine } from './apply-lines.ts'
import { foldNotes } from './fold-notes.ts'
import { checkpointWrites, type Import, importWrite, loadImport } from './import-store.ts'
import { type Place, readCsv, start } from './read-csv.ts'

/** A file to import. */
export type ImportFile = {
  readonly shopId: ShopId
  /** The same for the same file, so that an import goes on where it was left, and a file that is done is done. */
  readonly importId: string
  readonly kind: FileKind
  readonly calendar: Calendar
  /** Its bytes from there on. */
  readonly open: (fromByte: number) => Readable
  /** Rows that are taken in and noted as done together: more are faster, fewer are in memory at once. */
  readonly rowsPerChunk: number
  /** Told of what was read and taken in, every moment. */
  readonly onProgress?: (bytes: number, rows: number) => void
}

/** The first line of a file does not name the columns that it must. The message says which. */
export class BadHeader extends Error {}

/**
 * Takes a file in, in chunks: its rows, the figures that they change, and how far it has come. A crash at any moment loses
 * nothing and doubles nothing; the import goes on with the chunk that was not noted as done.
 * @returns how it went.
 * @throws BadHeader
 */
export async function importFile(context: ImportContext, file: ImportFile): Promise<Import> {
  let state = await begin(context, file)
  if (state.isDone) return state
  let header = state.chunks === 0 ? undefined : headerOf(state.header, file.kind)
  let lines: FileLine[] = []
  const from: Place = state.chunks === 0 ? start : { bytes: state.bytes, lines: state.lines }
  let end = from
  for await (const { line, fields, end: lineEnd } of readCsv(file.open(from.bytes), from)) {
    if (header === undefined) {
      header = headerOf(fields ?? [], file.kind)
      state = { ...state, header: [...(fields ?? [])] }
      continue
    }
    lines.push({ line, fields })
    end = lineEnd
    // A line that cannot be read is told with the place before it, from which nothing can go on.
    if (lines.length < file.rowsPerChunk || fields === undefined) continue
    state = await finishChunk(context, file, state, { header, lines, end, isDone: false })
    lines = []
  }
  if (header === undefined) throw new BadHeader('The file is empty')
  return finishChunk(context, file, state, { header, lines, end, isDone: true })
}

function headerOf(names: readonly string[], kind: FileKind): Header {
  const header = readHeader(names, columnsOf[kind])
  if ('at' in header) return header
  const missing = header.missing.length === 0 ? '' : `The first line does not name ${header.missing.join(', ')}. `
  const twice = header.twice.length === 0 ? '' : `It names ${header.twice.join(', ')} twice. `
  throw new BadHeader(`${missing}${twice}Columns of ${kind}: ${columnsOf[kind].required.join(', ')}`)
}

async function begin(context: ImportContext, { shopId, importId, kind }: ImportFile): Promise<Import> {
  const reply = await commitFact(context, async () => {
    const known = await loadImport(context.db, shopId, importId)
    if (known !== undefined) return { reply: known }
    const nothing = { bytes: 0, lines: 0, chunks: 0, rows: 0, orders: 0, refused: 0 }
    const begun: Import = { importId, kind, header: [], ...nothing, isDone: false }
    return { writes: [importWrite(shopId, begun)], reply: begun }
  })
  return reply
}

type Chunk = {
  readonly header: Header
  readonly lines: readonly FileLine[]
  readonly end: Place
  readonly isDone: boolean
}

async function finishChunk(context: ImportContext, file: ImportFile, state: Import, chunk: Chunk): Promise<Import> {
  const { shopId, importId, onProgress } = file
  const { header, lines, end, isDone } = chunk
  const onRows = (rows: number) => {
    const part = lines.length === 0 ? 1 : rows / lines.length
    onProgress?.(state.bytes + part * (end.bytes - state.bytes), state.rows + rows)
  }
  const refused = await applyLines(context, { ...file, header, lines, onRows })
  await foldNotes(context, shopId)
  const reply = await commitFact(context, async () => {
    const known = (await loadImport(context.db, shopId, importId)) ?? state
    // Somebody else takes the same file in, or an answer was lost.
    if (known.chunks > state.chunks) return { reply: known }
    const after = {
      header: state.header,
      ...end,
      rows: known.rows + lines.length,
      refused: known.refused + refused.length,
      isDone,
    }
    const writes = checkpointWrites(shopId, known, after, refused)
    return { writes, reply: { ...known, ...after, chunks: known.chunks + 1 } }
  })
  onProgress?.(reply.bytes, reply.rows)
  return reply
}
