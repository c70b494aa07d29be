import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import * as z from 'zod'
import { rowReasons } from '../../domain/repurchase/import/fields.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { shopDay } from '../../domain/shared/time.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { loadShop } from '../shops/shop-store.ts'
import { BadHeader, importFile } from './import/import-file.ts'
import { listRefused } from './import/import-store.ts'
import { nextAttempt } from './import/next-attempt.ts'
import { importRefusals } from './refusals.ts'

/** Some fifteen hundred rows, which take seconds; with quotes escaped it still is under the limit of a body. */
const csvLengthMax = 48_000

const RefusedRow = z.object({
  line: z.int().min(1).meta({ description: 'Line of the text; the columns are in line 1.' }),
  reason: z.enum(Object.keys(rowReasons) as (keyof typeof rowReasons)[]),
  column: z.string(),
  meaning: z.string(),
})

export const importRows = endpoint(
  {
    summary:
      'Takes a part of the shop’s past in: CSV with its columns in the first line, of orders or, after these, of refunds. Send a file part by part, each with that first line, one after another. Again: the same answer, and nothing changes.',
    path: z.strictObject({ shopId: ShopId }),
    body: z.strictObject({
      kind: z.enum(['orders', 'refunds']),
      csv: z.string().min(1).max(csvLengthMax).meta({
        description:
          'Orders: order_id,customer_id,product_id,quantity,amount,timestamp[,refunded][,referrer_id][,channel]. Refunds: order_id,product_id,quantity,refund_id,customer_id,timestamp.',
      }),
    }),
    reply: z.object({
      rows: z.int().min(0),
      orders: z.int().min(0).meta({ description: 'Orders that the shop did not have before this part.' }),
      refused: z.array(RefusedRow),
    }),
    status: 200,
    refusals: pick(importRefusals, 'bad_header'),
  },
  async ({ path: { shopId }, body: { kind, csv } }, context) => {
    const shop = await loadShop(context.db, shopId)
    if (shop === undefined) throw new Error('Who owns a shop has one')
    const { timeZone } = shop
    const bytes = Buffer.from(csv)
    const { importId, ordersBefore } = await nextAttempt(context.db, shopId, `${kind}-${printOf(bytes)}`)
    const file = { shopId, importId, kind, calendar: { timeZone, today: shopDay(context.now(), timeZone) } }
    try {
      const open = (fromByte: number) => Readable.from([bytes.subarray(fromByte)], { objectMode: false })
      const { rows, orders } = await importFile(context, { ...file, open, rowsPerChunk: csvLengthMax })
      const refused: z.infer<typeof RefusedRow>[] = []
      for await (const lines of listRefused(context.db, shopId, importId))
        for (const [line, reason, column] of lines) refused.push({ line, reason, column, meaning: rowReasons[reason] })
      return { ok: true, reply: { rows, orders: ordersBefore + orders, refused } }
    } catch (error) {
      if (error instanceof BadHeader) return { ok: false, refusal: { code: 'bad_header', field: 'csv' } }
      throw error
    }
  },
)

/** A part is known by what is in it: one that a crash has cut short goes on. */
const printOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64url')
