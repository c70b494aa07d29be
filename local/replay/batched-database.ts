import {
  type Database,
  getManyMax,
  type Item,
  type Key,
  type Outcome,
  transactionWritesMax,
  type Write,
} from '../../functions/shared/storage.ts'

/** What somebody waits for. */
type Asked<Request, Answer> = {
  readonly request: Request
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/**
 * The same database for one who asks for much at once: what is read while another read is under way is one batch, and so
 * are transactions that share no item, or each is sent on its own where that is refused. Each call over the wire costs far
 * more than an item in it.
 */
export function batchedDatabase(db: Database): Database {
  const read = inTurns<Key, Item | undefined>(async (asked) => {
    for (const some of chunks(asked, getManyMax)) {
      const items = await db.getMany(some.map(({ request }) => request))
      for (const [at, { resolve }] of some.entries()) resolve(items[at])
    }
  })
  const transact = inTurns<readonly Write[], Outcome>(async (asked) => {
    for (const some of apart(asked)) await sendTogether(db, some)
  })
  return {
    get: read,
    getMany: (keys) => Promise.all(keys.map(read)),
    query: (range) => db.query(range),
    transact,
  }
}

/** Collects what is asked in one turn, or while there is no answer yet to what was asked before, and answers it all. */
function inTurns<Request, Answer>(answer: (asked: readonly Asked<Request, Answer>[]) => Promise<void>) {
  let waiting: Asked<Request, Answer>[] = []
  let isBusy = false
  const run = async () => {
    while (waiting.length > 0) {
      const asked = waiting
      waiting = []
      await answer(asked).catch((error: unknown) => {
        for (const { reject } of asked) reject(error)
      })
    }
    isBusy = false
  }
  return (request: Request): Promise<Answer> =>
    new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject })
      if (isBusy) return
      isBusy = true
      setImmediate(run)
    })
}

type Transaction = Asked<readonly Write[], Outcome>

/** Transactions in groups that one may hold: few enough writes, and no item twice. */
function apart(asked: readonly Transaction[]): Transaction[][] {
  const groups: { readonly keys: Set<string>; readonly members: Transaction[] }[] = []
  for (const each of asked) {
    const keys = each.request.map(({ key }) => `${key.table} ${key.pk} ${key.sk}`)
    const fits = ({ keys: taken }: { readonly keys: Set<string> }) =>
      taken.size + keys.length <= transactionWritesMax && keys.every((key) => !taken.has(key))
    const last = groups.at(-1)
    const group = last && fits(last) ? last : { keys: new Set<string>(), members: [] }
    if (group !== last) groups.push(group)
    for (const key of keys) group.keys.add(key)
    group.members.push(each)
  }
  return groups.map(({ members }) => members)
}

async function sendTogether(db: Database, members: readonly Transaction[]): Promise<void> {
  const writes = members.flatMap(({ request }, at) =>
    request.map((write) => ({ ...write, name: `${at} ${write.name}` })),
  )
  const outcome = members.length > 1 ? await db.transact(writes) : undefined
  for (const { request, resolve } of members)
    resolve(outcome?.kind === 'written' ? outcome : await db.transact(request))
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const parts: Item[][] = []
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size))
  return parts
}
