import { DonePart, type Parted, PartedFile } from '../../../domain/repurchase/import/parts.ts'
import { parseItem } from '../../shared/event-log.ts'
import type { Key, Reader, Write } from '../../shared/storage.ts'

const digits = 5
const pad = (part: number): string => String(part).padStart(digits, '0')
const partPrefix = 'PART#'

const keyOf = (shopId: string, fileId: string, sk: string): Key => ({
  table: 'repurchase',
  pk: `PARTED#${shopId}#${fileId}`,
  sk,
})
const fileKey = (shopId: string, fileId: string) => keyOf(shopId, fileId, 'FILE')
const partKey = (shopId: string, fileId: string, part: number) => keyOf(shopId, fileId, `${partPrefix}${pad(part)}`)

export const loadPartedFile = async (db: Reader, shopId: string, fileId: string): Promise<PartedFile | undefined> =>
  parseItem(PartedFile, await db.get(fileKey(shopId, fileId)))

export async function loadParted(db: Reader, shopId: string, fileId: string, part: number): Promise<Parted> {
  const [file, known] = await db.getMany([fileKey(shopId, fileId), partKey(shopId, fileId, part)])
  return { file: parseItem(PartedFile, file), known: parseItem(DonePart, known) }
}

/** Puts a part beside its file; refused where the file has changed since it was read. */
export function partWrites(shopId: string, file: PartedFile, done: DonePart): Write[] {
  const { fileId, version } = file
  const key = fileKey(shopId, fileId)
  const attributes = { ...file, version: version + 1 }
  const write: Write =
    version === 0
      ? { kind: 'create', name: 'parted file', key, attributes }
      : { kind: 'replace', name: 'parted file', key, attributes, atVersion: version }
  const ofPart = partKey(shopId, fileId, done.part)
  // The file is written with it at its version, so this needs no condition of its own.
  return [write, { kind: 'update', name: 'part', key: ofPart, set: done }]
}

/** Parts that one query reads. */
export const partsPerQuery = 100

/** The parts that are in from a number on, in their order. */
export async function listParts(db: Reader, shopId: string, fileId: string, from: number): Promise<DonePart[]> {
  const { table, pk } = fileKey(shopId, fileId)
  const sk = { from: `${partPrefix}${pad(from)}`, to: `${partPrefix}~` }
  const { items } = await db.query({ table, pk, sk, limit: partsPerQuery })
  return items.map((item) => DonePart.parse(item))
}
