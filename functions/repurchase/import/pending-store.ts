import * as z from 'zod'
import type { Cell, Cells } from '../../../domain/repurchase/cells.ts'
import { parseItem } from '../../shared/event-log.ts'
import type { Item, Key, Reader, Write } from '../../shared/storage.ts'
import { Packed, pack, unpack } from './packed-text.ts'

/**
 * What imported histories add to the figures, until it is folded into the cells. A batch of customers touches more items
 * of cells than a transaction holds, and the batches of a file the same ones again and again: so the histories'
 * transaction notes the difference here, in one item, and a fold adds up many of these before it touches the cells.
 */
const partition = (shopId: string): string => `PENDING#${shopId}`
const notePrefix = 'NOTE#'
const keyOf = (shopId: string, sk: string): Key => ({ table: 'repurchase', pk: partition(shopId), sk })

/** Cells of one note; deflated they come to some 100 kB. */
export const cellsPerNoteMax = 10_000
/** Notes that one fold adds up; what they hold is in memory at once. */
const notesPerFoldMax = 1_000
/** Notes read at once: less than the 16 MB that DynamoDB answers. */
const notesPerRead = 50

const CellsShape = z.custom<(readonly [Cell, number])[]>(Array.isArray)
const NoteItem = Packed.extend({ sk: z.string() })

/** Notes a difference. @param noteId unique in the shop, for ever. */
export const noteWrite = (shopId: string, noteId: string, cells: readonly (readonly [Cell, number])[]): Write => ({
  kind: 'create',
  name: `note ${noteId}`,
  key: keyOf(shopId, `${notePrefix}${noteId}`),
  attributes: pack(cells),
})

export type Note = { readonly noteId: string; readonly cells: Cells }

/** Notes of a shop, the first of them by name: as many as a fold adds up. */
export async function listNotes(db: Reader, shopId: string): Promise<Note[]> {
  const notes: Note[] = []
  let next: { readonly cursor?: string } = {}
  do {
    const sk = { beginsWith: notePrefix }
    const page = await db.query({ table: 'repurchase', pk: partition(shopId), sk, limit: notesPerRead, ...next })
    notes.push(...page.items.map(decode))
    next = page.cursor === undefined ? {} : { cursor: page.cursor }
  } while (next.cursor !== undefined && notes.length < notesPerFoldMax)
  return notes
}

/** The notes of those names that are there. */
export async function loadNotes(db: Reader, shopId: string, noteIds: readonly string[]): Promise<Note[]> {
  const notes: Note[] = []
  for (let at = 0; at < noteIds.length; at += notesPerRead) {
    const keys = noteIds.slice(at, at + notesPerRead).map((noteId) => keyOf(shopId, `${notePrefix}${noteId}`))
    notes.push(...(await db.getMany(keys)).filter((item) => item !== undefined).map(decode))
  }
  return notes
}

function decode(item: Item): Note {
  const { sk, ...packed } = NoteItem.parse(item)
  return { noteId: sk.slice(notePrefix.length), cells: new Map(CellsShape.parse(unpack(packed))) }
}

export const removeNote = (shopId: string, noteId: string): Write => ({
  kind: 'remove',
  name: `note ${noteId}`,
  key: keyOf(shopId, `${notePrefix}${noteId}`),
})

/** A fold under way. Its notes stay as they are until all of its steps are done. */
export const Fold = z.object({
  foldId: z.string(),
  noteIds: z.array(z.string()),
  /** Transactions that bring the notes into the cells, and how many of them are done. */
  steps: z.int().min(0),
  done: z.int().min(0),
})
export type Fold = z.infer<typeof Fold>

const foldKey = (shopId: string): Key => keyOf(shopId, 'FOLD')

export const loadFold = async (db: Reader, shopId: string): Promise<Fold | undefined> =>
  parseItem(Fold, await db.get(foldKey(shopId)))

/** Begins a fold; refused where one is under way. */
export const beginFold = (shopId: string, fold: Fold): Write => ({
  kind: 'create',
  name: 'fold',
  key: foldKey(shopId),
  attributes: fold,
})

const guardsOf = ({ foldId, done }: Fold) =>
  [
    { attribute: 'foldId', is: '=', value: foldId },
    { attribute: 'done', is: '=', value: done },
  ] as const

/** Counts a step, in its transaction; refused where somebody else has made it. */
export const stepFold = (shopId: string, fold: Fold): Write => ({
  kind: 'update',
  name: 'fold',
  key: foldKey(shopId),
  set: { done: fold.done + 1 },
  guards: guardsOf(fold),
})

export const endFold = (shopId: string, fold: Fold): Write => ({
  kind: 'remove',
  name: 'fold',
  key: foldKey(shopId),
  guards: guardsOf(fold),
})
