import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import * as z from 'zod'
import {
  type DonePart,
  newPartedFile,
  type PartedFile,
  refusalOfPart,
  SentPart,
  withPart,
} from '../../domain/repurchase/import/parts.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { shopDay } from '../../domain/shared/time.ts'
import { type Committer, commitFact } from '../shared/commit.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { loadShop } from '../shops/shop-store.ts'
import { BadHeader, importFile } from './import/import-file.ts'
import { nextAttempt } from './import/next-attempt.ts'
import { loadParted, partWrites } from './import/part-store.ts'
import { RefusedRow, refusedRows } from './import/refused-rows.ts'
import { importRefusals } from './refusals.ts'

/** Some fifteen hundred rows, which take seconds; with quotes escaped it still is under the limit of a body. */
const csvLengthMax = 48_000

export const importRows = endpoint(
  {
    summary:
      'Takes a part of the shop’s past in: CSV with its columns in the first line, of orders or, after these, of refunds. Send a file part by part, each with that first line, one after another; with `file`, how far it is can be read by `GET …/imports/{fileId}`. Again: the same answer, and nothing changes.',
    path: z.strictObject({ shopId: ShopId }),
    body: z.strictObject({
      kind: z.enum(['orders', 'refunds']),
      csv: z.string().min(1).max(csvLengthMax).meta({
        description:
          'Orders: order_id,customer_id,product_id,quantity,amount,timestamp[,refunded][,referrer_id][,channel]. Refunds: order_id,product_id,quantity,refund_id,customer_id,timestamp.',
      }),
      file: SentPart.exactOptional().meta({
        description:
          'Which part of which file this is. `fileId` is the SHA-256 of the whole file in hexadecimal; `linesBefore` are the lines between the first one and this part.',
      }),
    }),
    reply: z.object({
      rows: z.int().min(0),
      orders: z.int().min(0).meta({ description: 'Orders that the shop did not have before this part.' }),
      refused: z.array(
        RefusedRow.extend({
          line: RefusedRow.shape.line.meta({ description: 'Line of the text; the columns are in line 1.' }),
        }),
      ),
    }),
    status: 200,
    refusals: pick(importRefusals, 'bad_header', 'import_differs', 'part_too_early'),
  },
  async ({ path: { shopId }, body: { kind, csv, file: sent } }, context) => {
    const shop = await loadShop(context.db, shopId)
    if (shop === undefined) throw new Error('Who owns a shop has one')
    const { timeZone } = shop
    const bytes = Buffer.from(csv)
    const print = printOf(bytes)
    const told = sent && { ...sent, kind, print }
    const code = told && refusalOfPart(await loadParted(context.db, shopId, told.fileId, told.part), told)
    if (code !== undefined) return { ok: false, refusal: { code, field: 'file' } }
    const { importId, ordersBefore } = await nextAttempt(context.db, shopId, `${kind}-${print}`)
    const file = { shopId, importId, kind, calendar: { timeZone, today: shopDay(context.now(), timeZone) } }
    try {
      const open = (fromByte: number) => Readable.from([bytes.subarray(fromByte)], { objectMode: false })
      const done = await importFile(context, { ...file, open, rowsPerChunk: csvLengthMax })
      const orders = ordersBefore + done.orders
      if (told) await notePart(context, shopId, told, { importId, rows: done.rows, orders, refused: done.refused })
      return {
        ok: true,
        reply: { rows: done.rows, orders, refused: await refusedRows(context.db, shopId, importId, 0) },
      }
    } catch (error) {
      if (error instanceof BadHeader) return { ok: false, refusal: { code: 'bad_header', field: 'csv' } }
      throw error
    }
  },
)

/** A part is known by what is in it: one that a crash has cut short goes on. */
const printOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64url')

type ToldPart = SentPart & Pick<PartedFile, 'kind'> & Pick<DonePart, 'print'>

/** Counts a part that is in for its file. A crash before leaves a part to be sent again, which then only counts it. */
const notePart = (
  context: Committer,
  shopId: string,
  sent: ToldPart,
  came: Pick<DonePart, 'importId' | 'rows' | 'orders' | 'refused'>,
) =>
  commitFact(context, async () => {
    const { part, linesBefore, print } = sent
    const { file = newPartedFile(sent, sent.kind), known } = await loadParted(context.db, shopId, sent.fileId, part)
    const done = { part, linesBefore, print, ...came }
    return { writes: partWrites(shopId, withPart(file, known, done), done), reply: undefined }
  })
