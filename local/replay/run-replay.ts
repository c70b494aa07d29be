import type { Readable } from 'node:stream'
import { Channel, Link } from '../../domain/referrals/link.ts'
import type { NotIntroduced } from '../../domain/referrals/member.ts'
import { visitBy } from '../../domain/referrals/visit.ts'
import { CustomerId } from '../../domain/shared/ids.ts'
import { shopDay } from '../../domain/shared/time.ts'
import type { Shop } from '../../domain/shops/shop.ts'
import { climbChains } from '../../functions/referrals/climb.ts'
import { createLink } from '../../functions/referrals/create-link.ts'
import { visitOfCustomer } from '../../functions/referrals/visit-of-customer.ts'
import { commit } from '../../functions/shared/commit.ts'
import type { Context } from '../../functions/shared/context.ts'
import { batchedDatabase } from './batched-database.ts'
import { createOrder } from './in-order.ts'
import { type Invitation, readInvitations } from './invitations.ts'

/** People of a file by their names in it. */
export type Replayed = {
  readonly people: ReadonlyMap<string, CustomerId>
  readonly introduced: number
  readonly refused: Readonly<Record<string, number>>
}

const channel = Channel.parse('replay')

/**
 * Plays a file of invitations into a shop, as if each invitee had opened the inviter's link at that moment: by the same
 * decisions and stores as the API. An inviter who is new is a customer with a link. Ends when all figures are up to date.
 */
export async function replay(
  { db, ...rest }: Context,
  shop: Shop,
  stream: Readable,
  onProgress: (bytes: number, rows: number) => void,
): Promise<Replayed> {
  const context = { ...rest, db: batchedDatabase(db) }
  const people = new Map<string, CustomerId>()
  const links = new Map<string, Promise<Link>>()
  /** Who introduced somebody: nothing changes what they are to a later invitation. */
  const settled = new Set<string>()
  const refused: Record<string, number> = {}
  const refuse = (reason: string) => {
    refused[reason] = (refused[reason] ?? 0) + 1
  }
  let introduced = 0
  const idOf = (name: string): CustomerId => {
    const known = people.get(name) ?? CustomerId.parse(context.newId('customer'))
    people.set(name, known)
    return known
  }
  /** Made ahead of the invitations before, which change nothing of it: a chain waits for one step of each of its people. */
  const linkOf = ({ inviter, at }: Invitation): Promise<Link> => {
    const link = links.get(inviter) ?? shareLink({ ...context, now: () => at }, shop, idOf(inviter))
    links.set(inviter, link)
    // Its failure is that of the step that waits for it.
    link.catch(() => undefined)
    return link
  }
  const play = async ({ inviter, invitee, at }: Invitation, link: Promise<Link>) => {
    const reason = await openLink({ ...context, now: () => at }, shop, await link, idOf(invitee))
    if (reason !== undefined) return refuse(reason)
    introduced++
    settled.add(inviter)
  }
  const order = createOrder()
  for await (const line of readInvitations(stream)) {
    if ('reason' in line) refuse(line.reason)
    else {
      const { row } = line
      const concerned = settled.has(row.inviter) ? [row.invitee] : [row.inviter, row.invitee]
      const link = linkOf(row)
      await order.begin([...new Set(concerned)], () => play(row, link))
    }
    onProgress(line.bytes, line.lines)
  }
  await order.end()
  while ((await climbChains(context)) > 0);
  return { people, introduced, refused }
}

/** Makes somebody's link to the shop, as its endpoint does. */
async function shareLink(context: Context, shop: Shop, customerId: CustomerId): Promise<Link> {
  const answer = await createLink.handle(
    {
      path: { shopId: shop.shopId },
      query: undefined,
      body: { channel },
      caller: { customerId, sessionId: '', isOperator: false },
      raw: { headers: {}, body: Buffer.alloc(0) },
    },
    // Nobody follows these links from outside.
    { ...context, linkPage: '' },
  )
  if (!answer.ok) throw new Error(`No link: ${answer.refusal.code}`)
  return Link.parse({ ...answer.reply, referrerId: customerId })
}

/** Lets somebody open a link. @returns why they were not introduced by it; undefined when they were. */
async function openLink(context: Context, shop: Shop, link: Link, customerId: CustomerId) {
  const now = context.now()
  const visit = visitBy(link, shopDay(now, shop.timeZone), undefined, now)
  const answer = await commit<NotIntroduced | undefined, never>(context, async () => {
    const { writes, reason } = await visitOfCustomer(context.db, customerId, visit)
    return { writes, reply: reason }
  })
  if (!answer.ok) throw new Error('A visit is never refused')
  return answer.reply
}
