import { sumCells } from '../../../domain/repurchase/cells.ts'
import { type Committer, commitFact } from '../../shared/commit.ts'
import { transactionWritesMax, type Write } from '../../shared/storage.ts'
import { type CellUpdate, cellUpdates, inTransactions, updateWrites } from '../cell-place.ts'
import {
  beginFold,
  endFold,
  type Fold,
  listNotes,
  loadFold,
  loadNotes,
  type Note,
  removeNote,
  stepFold,
} from './pending-store.ts'

/** A step writes the fold itself too. */
const updatesPerStep = transactionWritesMax - 1

/**
 * Brings every note of a shop into its cells, each exactly once: a step adds to some items of cells and counts itself in
 * one transaction. A fold that was left in the middle goes on where it was; of several at once each step is made by one.
 */
export async function foldNotes(context: Committer, shopId: string): Promise<void> {
  for (;;) {
    const begun = await begin(context, shopId)
    if (begun === undefined) return
    await finish(context, shopId, begun)
  }
}

/** A fold, and its steps where they are at hand. */
type Begun = { readonly fold: Fold; readonly steps?: CellUpdate[][] }

/** The fold that is under way, or the next one; undefined where there is nothing to fold. */
function begin(context: Committer, shopId: string): Promise<Begun | undefined> {
  return commitFact<Begun | undefined>(context, async () => {
    const there = await loadFold(context.db, shopId)
    if (there !== undefined) return { reply: { fold: there } }
    const notes = await listNotes(context.db, shopId)
    const [first] = notes
    if (first === undefined) return { reply: undefined }
    const noteIds = notes.map(({ noteId }) => noteId)
    const steps = stepsOf(shopId, notes)
    const fold = { foldId: first.noteId, noteIds, steps: steps.length, done: 0 }
    return { writes: [beginFold(shopId, fold)], reply: { fold, steps } }
  })
}

/**
 * The same for the same notes, whoever asks. Cells that are spread by customer go to one shard here, found by the shop: a
 * file would touch each item eight times else, and the figures are sums over the shards.
 */
function stepsOf(shopId: string, notes: readonly Note[]): CellUpdate[][] {
  const updates = cellUpdates(shopId, shopId, sumCells(notes.map(({ cells }) => cells)))
  return inTransactions(updates, updatesPerStep)
}

async function finish(context: Committer, shopId: string, { fold: begun, steps: known }: Begun): Promise<void> {
  const isAtEnd = begun.done >= begun.steps
  const steps = known ?? (isAtEnd ? [] : stepsOf(shopId, await loadNotes(context.db, shopId, begun.noteIds)))
  for (let step = begun.done; step < begun.steps; step++)
    await inFold(context, shopId, begun, (fold) =>
      fold.done === step ? [...updateWrites(steps[step] ?? []), stepFold(shopId, fold)] : [],
    )
  for (let at = 0; at < begun.noteIds.length; at += updatesPerStep) {
    const isLast = at + updatesPerStep >= begun.noteIds.length
    const removes = begun.noteIds.slice(at, at + updatesPerStep).map((noteId) => removeNote(shopId, noteId))
    await inFold(context, shopId, begun, (fold) => [...removes, ...(isLast ? [endFold(shopId, fold)] : [])])
  }
}

/** Writes something while that fold is still under way; nothing once somebody else has ended it. */
async function inFold(
  context: Committer,
  shopId: string,
  { foldId }: Fold,
  writesOf: (fold: Fold) => readonly Write[],
): Promise<void> {
  await commitFact(context, async () => {
    const fold = await loadFold(context.db, shopId)
    if (fold?.foldId !== foldId) return { reply: undefined }
    return { writes: writesOf(fold), reply: undefined }
  })
}
