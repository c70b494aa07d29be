import * as z from 'zod'

/** Parts of one file: of 48,000 characters each far more than a shop's past has. */
const partsMax = 10_000

/** What a sender says of a part: of which file it is, and where in it. */
export const SentPart = z
  .strictObject({
    /** The SHA-256 of the whole file in hexadecimal, so that who goes on with a file need not have kept anything. */
    fileId: z.string().regex(/^[0-9a-f]{64}$/),
    parts: z.int().min(1).max(partsMax),
    part: z.int().min(1).max(partsMax),
    /** Lines of the file between its first one and this part. */
    linesBefore: z.int().min(0),
  })
  .refine(({ part, parts }) => part <= parts, { path: ['part'], error: 'no part after the last' })
export type SentPart = z.infer<typeof SentPart>

const Count = z.int().min(0)
const counts = { rows: Count, orders: Count, refused: Count }
type Counts = { readonly rows: number; readonly orders: number; readonly refused: number }

/** A file that is sent in parts, with the sums over those that are in. */
export const PartedFile = z.object({
  fileId: SentPart.shape.fileId,
  kind: z.enum(['orders', 'refunds']),
  parts: SentPart.shape.parts,
  /** Parts that are in: all from the first to this one. */
  partsDone: Count,
  ...counts,
  version: Count,
})
export type PartedFile = z.infer<typeof PartedFile>

/** A part that is in. */
export const DonePart = z.object({
  part: SentPart.shape.part,
  linesBefore: Count,
  /** Of its text. */
  print: z.string(),
  /** The import that has its refused lines. */
  importId: z.string(),
  ...counts,
})
export type DonePart = z.infer<typeof DonePart>

/** What stands of a file and of one of its parts; undefined for what was never sent. */
export type Parted = { readonly file: PartedFile | undefined; readonly known: DonePart | undefined }

export const newPartedFile = ({ fileId, parts }: SentPart, kind: PartedFile['kind']): PartedFile => ({
  fileId,
  kind,
  parts,
  partsDone: 0,
  rows: 0,
  orders: 0,
  refused: 0,
  version: 0,
})

/** Why a part cannot be taken in: the id has another file or part, or the one before is missing. Undefined when it can. */
export function refusalOfPart(
  { file, known }: Parted,
  sent: SentPart & Pick<PartedFile, 'kind'> & Pick<DonePart, 'print'>,
): 'import_differs' | 'part_too_early' | undefined {
  const { kind, parts, part, linesBefore, print } = sent
  if (file !== undefined && (file.kind !== kind || file.parts !== parts)) return 'import_differs'
  if (known !== undefined && (known.print !== print || known.linesBefore !== linesBefore)) return 'import_differs'
  return part > (file?.partsDone ?? 0) + 1 ? 'part_too_early' : undefined
}

/** The file with a part as it is in now; one that was in before is counted once, by what it came to last. */
export function withPart(file: PartedFile, known: DonePart | undefined, done: DonePart): PartedFile {
  const sum = (count: keyof Counts) => file[count] - (known?.[count] ?? 0) + done[count]
  return {
    ...file,
    partsDone: Math.max(file.partsDone, done.part),
    rows: sum('rows'),
    orders: sum('orders'),
    refused: sum('refused'),
  }
}
