import * as z from 'zod'
import { Moment } from '../../domain/shared/time.ts'
import { parseItem } from '../shared/event-log.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

const key = (code: string, sk: string): Key => ({ table: 'referrals', pk: `LINK#${code}`, sk })

/** Where the code picture of a link lies, and which page it opens. */
const StoredPicture = z.object({ path: z.string(), page: z.string() })
type StoredPicture = z.infer<typeof StoredPicture>

/** Where the picture is that opens this page; undefined where none was made for it yet. */
export async function findCodePicture(db: Reader, code: string, page: string): Promise<string | undefined> {
  const stored = parseItem(StoredPicture, await db.get(key(code, 'MINI_PROGRAM_CODE')))
  return stored?.page === page ? stored.path : undefined
}

/** Several who make it at once make the same. */
export const keepCodePicture = (code: string, picture: StoredPicture): Write => ({
  kind: 'update',
  name: 'mini-program code',
  key: key(code, 'MINI_PROGRAM_CODE'),
  set: picture,
})

/** A link that opens the mini-program from outside of WeChat. */
export const UrlLink = z.object({ urlLink: z.url(), endsAt: Moment })
export type UrlLink = z.infer<typeof UrlLink>

/** The link that WeChat gave last. */
export const findUrlLink = async (db: Reader, code: string): Promise<UrlLink | undefined> =>
  parseItem(UrlLink, await db.get(key(code, 'URL_LINK')))

/** The last one stands. */
export const keepUrlLink = (code: string, urlLink: UrlLink): Write => ({
  kind: 'update',
  name: 'URL link',
  key: key(code, 'URL_LINK'),
  set: urlLink,
})

/** Where the poster of a link lies, and the print of what it shows. */
const StoredPoster = z.object({ path: z.string(), print: z.string() })
type StoredPoster = z.infer<typeof StoredPoster>

/** The poster that was made last. */
export const findPoster = async (db: Reader, code: string): Promise<StoredPoster | undefined> =>
  parseItem(StoredPoster, await db.get(key(code, 'POSTER')))

/** The last one stands; several who make it at once make the same. */
export const keepPoster = (code: string, poster: StoredPoster): Write => ({
  kind: 'update',
  name: 'poster',
  key: key(code, 'POSTER'),
  set: poster,
})
