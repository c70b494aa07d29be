import * as z from 'zod'
import { SentPart } from '../../domain/repurchase/import/parts.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { InvalidCursor, parsePosition } from '../shared/dynamo-expressions.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import type { Reader } from '../shared/storage.ts'
import { listParts, loadPartedFile, partsPerQuery } from './import/part-store.ts'
import { RefusedRow, refusedRows } from './import/refused-rows.ts'
import { importRefusals } from './refusals.ts'

/** Parts that one page looks through: ten queries. Where they have fewer lines than asked for, the next page goes on. */
const partsPerPage = 10 * partsPerQuery

export const listImportRefused = endpoint(
  {
    summary: 'The lines of a file sent in parts that were left out, each with its number in the file and why.',
    path: z.strictObject({ shopId: ShopId, fileId: SentPart.shape.fileId }),
    query: PageQuery,
    reply: pageOf(RefusedRow),
    status: 200,
    refusals: pick(importRefusals, 'import_not_found'),
  },
  async ({ path: { shopId, fileId }, query: { limit, cursor } }, { db }) => {
    const from = cursor === undefined ? start : decode(cursor)
    if ((await loadPartedFile(db, shopId, fileId)) === undefined)
      return { ok: false, refusal: { code: 'import_not_found' } }
    const { items, next } = await readPage(db, { shopId, fileId, from, limit })
    return { ok: true, reply: { items, ...(next === undefined ? {} : { cursor: encode(next) }) } }
  },
)

/** Where a page begins: how many lines of a part were on the pages before. */
type Place = { readonly part: number; readonly lines: number }
const start: Place = { part: 1, lines: 0 }

const cursorKind = 'refused'
const encode = ({ part, lines }: Place): string =>
  Buffer.from(JSON.stringify([cursorKind, String(part), String(lines)])).toString('base64url')

const Digits = z.string().regex(/^\d{1,6}$/)
const CursorParts = z.tuple([z.literal(cursorKind), Digits, Digits])

/** Throws InvalidCursor for one that is none of ours. */
function decode(cursor: string): Place {
  const position = CursorParts.safeParse(parsePosition(cursor))
  if (!position.success) throw new InvalidCursor()
  const [, part, lines] = position.data
  return { part: Number(part), lines: Number(lines) }
}

type Asked = {
  readonly shopId: string
  readonly fileId: string
  readonly from: Place
  readonly limit: number
}

/** Lines from a place on, part by part until there are enough, and where the next page begins. */
async function readPage(db: Reader, { shopId, fileId, from, limit }: Asked) {
  const items: z.infer<typeof RefusedRow>[] = []
  let next = from
  while (next.part < from.part + partsPerPage) {
    const parts = await listParts(db, shopId, fileId, next.part)
    for (const { part, importId, linesBefore, refused } of parts) {
      const skipped = part === from.part ? from.lines : 0
      const rows = refused === 0 ? [] : await refusedRows(db, shopId, importId, linesBefore)
      const room = limit - items.length
      items.push(...rows.slice(skipped, skipped + room))
      if (skipped + room < rows.length) return { items, next: { part, lines: skipped + room } }
      next = { part: part + 1, lines: 0 }
    }
    if (parts.length < partsPerQuery) return { items, next: undefined }
  }
  return { items, next }
}
