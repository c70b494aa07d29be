import * as z from 'zod'
import { Link } from '../../domain/referrals/link.ts'
import { parseItem } from '../shared/event-log.ts'
import type { PageQuery } from '../shared/http/page.ts'
import type { Item, Key, Reader, Write } from '../shared/storage.ts'

/** What makes a link one and the same: asked for again, it is found again. */
export type LinkOf = Pick<Link, 'shopId' | 'referrerId' | 'channel'> & {
  readonly productId?: Link['productId'] | undefined
}

const linkKey = (code: string): Key => ({ table: 'referrals', pk: `LINK#${code}`, sk: 'LINK' })
const referrerPk = ({ shopId, referrerId }: Pick<Link, 'shopId' | 'referrerId'>) =>
  `SHOP#${shopId}#REFERRER#${referrerId}`
const linkOfKey = (of: LinkOf): Key => ({
  table: 'referrals',
  pk: referrerPk(of),
  sk: `LINK#${of.productId ?? 'shop'}#${of.channel}`,
})
const countKey = (of: Pick<Link, 'shopId' | 'referrerId'>): Key => ({
  table: 'referrals',
  pk: referrerPk(of),
  sk: 'LINK_COUNT',
})

export const loadLink = async (db: Reader, code: string): Promise<Link | undefined> =>
  parseItem(Link, await db.get(linkKey(code)))

/** The link for exactly that, and how many links its owner has in the shop. */
export async function findLink(db: Reader, of: LinkOf): Promise<{ link: Link | undefined; count: number }> {
  const [found, counted] = await db.getMany([linkOfKey(of), countKey(of)])
  return { link: parseItem(Link, found), count: countOf(counted) }
}

/** Links that somebody ever had in the shop. */
export const countLinks = async (db: Reader, of: Pick<Link, 'shopId' | 'referrerId'>): Promise<number> =>
  countOf(await db.get(countKey(of)))

const countOf = (item: Item | undefined) => z.number().parse(item?.count ?? 0)

/** A new link, found by its code and by what it is for; `count` as it was read. */
export const newLinkWrites = (link: Link, count: number): Write[] => [
  { kind: 'create', name: 'link', key: linkKey(link.code), attributes: link },
  { kind: 'create', name: 'link of referrer', key: linkOfKey(link), attributes: link },
  count === 0
    ? { kind: 'create', name: 'link count', key: countKey(link), attributes: { count: 1 } }
    : {
        kind: 'update',
        name: 'link count',
        key: countKey(link),
        add: { count: 1 },
        guards: [{ attribute: 'count', is: '=', value: count }],
      },
]

/** A page of the links of one referrer in one shop, less the revoked ones. */
export async function listLinks(db: Reader, of: Pick<Link, 'shopId' | 'referrerId'>, page: PageQuery) {
  const range = { table: 'referrals', pk: referrerPk(of), sk: { beginsWith: 'LINK#' } } as const
  const { items, ...rest } = await db.query({ ...range, ...page })
  return { links: items.map((item) => Link.parse(item)), ...rest }
}

/** Ends a link: its code stays known as revoked, and what it was for is free for a new code. */
export const revokeLinkWrites = (link: Link, revokedBy: string, revokedAt: string): Write[] => [
  {
    kind: 'update',
    name: 'link',
    key: linkKey(link.code),
    set: { revokedAt, revokedBy },
    guards: [{ attribute: 'revokedAt', is: 'absent' }],
  },
  {
    kind: 'remove',
    name: 'link of referrer',
    key: linkOfKey(link),
    guards: [{ attribute: 'code', is: '=', value: link.code }],
  },
]
