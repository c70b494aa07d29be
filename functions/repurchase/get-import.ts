import * as z from 'zod'
import { PartedFile, SentPart } from '../../domain/repurchase/import/parts.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { loadPartedFile } from './import/part-store.ts'
import { importRefusals } from './refusals.ts'

export const getImport = endpoint(
  {
    summary:
      'How far a file is that is sent in parts: what is in, how many lines were left out, and the part to send next.',
    path: z.strictObject({ shopId: ShopId, fileId: SentPart.shape.fileId }),
    reply: PartedFile.omit({ version: true }).extend({
      nextPart: z.int().min(1).nullable().meta({ description: 'Null when all parts are in.' }),
    }),
    status: 200,
    refusals: pick(importRefusals, 'import_not_found'),
  },
  async ({ path: { shopId, fileId } }, { db }) => {
    const file = await loadPartedFile(db, shopId, fileId)
    if (file === undefined) return { ok: false, refusal: { code: 'import_not_found' } }
    const nextPart = file.partsDone < file.parts ? file.partsDone + 1 : null
    return { ok: true, reply: { ...file, nextPart } }
  },
)
