import { difference } from '../../domain/repurchase/cells.ts'
import { contributions } from '../../domain/repurchase/contributions.ts'
import { noPurchases, type PurchaseHistory } from '../../domain/repurchase/history.ts'
import { type Attempt, type Committer, commit } from '../shared/commit.ts'
import { type Reader, transactionWritesMax, type Write } from '../shared/storage.ts'
import { type CellUpdate, cellUpdates, inTransactions, mergeUpdates, updateWrites } from './cell-place.ts'
import {
  beforeRemoval,
  beforeWrite,
  foldedWrite,
  historyWrite,
  loadBefore,
  type StoredHistory,
} from './history-store.ts'
import { worthWrites, worthWritesMax } from './worth-writes.ts'

/** Writes beside cells in one transaction of a fold: the history, what was before it, the mark of a merge, and what two
 *  customers of a merge are worth to the chains. */
const otherWritesMax = 3 + 2 * worthWritesMax
/** Items of cells that one transaction of a fold reaches. */
export const updatesPerTransaction = transactionWritesMax - otherWritesMax

/** What the cells are given by each transaction, from histories as they show them to the one that has all their purchases now. */
function foldSteps(befores: readonly PurchaseHistory[], after: PurchaseHistory): CellUpdate[][] {
  const own = befores.find(({ customerId }) => customerId === after.customerId)
  const changes = befores.map((before) => ({
    before,
    after: before === own ? after : noPurchases(before.shopId, before.customerId),
  }))
  if (own === undefined) changes.push({ before: noPurchases(after.shopId, after.customerId), after })
  const updates = mergeUpdates(
    changes.flatMap((change) => {
      const cells = difference(contributions(change.before), contributions(change.after))
      return cellUpdates(after.shopId, change.before.customerId, cells)
    }),
  )
  return inTransactions(updates, updatesPerTransaction)
}

/** The first transaction of a change. Where it cannot reach all cells, the rest is folded by those that follow. */
export type Fold = {
  readonly writes: readonly Write[]
  readonly isWhole: boolean
  /** The histories as they are after it, for who keeps what their customers are worth. */
  readonly afters?: readonly PurchaseHistory[]
}

/**
 * Begins to put a change into the cells: the history and as much as one transaction holds. Nearly always that is all.
 * @param stored the history as read, folded to its end. @param merged others whose purchases it takes over.
 */
export function beginFold(
  stored: StoredHistory,
  after: PurchaseHistory,
  merged: readonly PurchaseHistory[] = [],
): Fold {
  const befores = [stored.history, ...merged]
  const [first = [], ...others] = foldSteps(befores, after)
  const isWhole = others.length === 0
  const history = historyWrite(after, stored, isWhole ? 0 : 1)
  const rest = isWhole ? [] : [beforeWrite(after, befores)]
  const left = merged.map(({ shopId, customerId }) => noPurchases(shopId, customerId))
  return { writes: [history, ...rest, ...updateWrites(first)], isWhole, afters: [after, ...left] }
}

/**
 * The next transaction of a fold that is not at its end. What it adds follows from both histories alone, and how far it
 * has come is counted in the history's own version, so that it goes on after a crash and no cell is reached twice.
 */
async function continueFold(db: Reader, stored: StoredHistory): Promise<Fold> {
  const steps = foldSteps(await loadBefore(db, stored.history), stored.history)
  const end = stored.folded + 1
  const isWhole = end >= steps.length
  const writes = updateWrites(steps[stored.folded] ?? [])
  const done = isWhole ? [foldedWrite(stored, 0), beforeRemoval(stored.history)] : [foldedWrite(stored, end)]
  return { writes: [...done, ...writes], isWhole }
}

/**
 * Loads a history, changes it and folds the change into the cells, to the end. A change that a crash has left half
 * folded is folded first, so that nothing is ever decided on it.
 * @param change what to write, by what was read; nothing where it changes nothing, so that a repeat writes nothing.
 */
export async function foldChange<Answer>(
  context: Committer,
  load: () => Promise<StoredHistory>,
  change: (stored: StoredHistory) => Promise<{ readonly fold?: Fold; readonly answer: Answer }>,
): Promise<Answer> {
  let answered: { readonly answer: Answer } | undefined
  for (;;) {
    const step = await commit(context, async (): Promise<Attempt<Step<Answer>, never>> => {
      const stored = await load()
      if (stored.folded > 0)
        return { writes: (await continueFold(context.db, stored)).writes, reply: { isWhole: false, answered } }
      if (answered) return { reply: { isWhole: true, answered } }
      const { fold, answer } = await change(stored)
      if (fold === undefined) return { reply: { isWhole: true, answered: { answer } } }
      const worths = await worthWrites(context.db, fold.afters ?? [])
      return { writes: [...fold.writes, ...worths], reply: { isWhole: fold.isWhole, answered: { answer } } }
    })
    if (!step.ok) throw new Error('A fold is never refused')
    answered = step.reply.answered
    if (step.reply.isWhole && answered) return answered.answer
  }
}

/** How far a change is: in the history since there is an answer, in all cells when it is whole. */
type Step<Answer> = { readonly isWhole: boolean; readonly answered: { readonly answer: Answer } | undefined }
