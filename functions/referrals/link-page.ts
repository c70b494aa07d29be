import * as z from 'zod'
import { environment } from '../shared/environment.ts'

/** As WeChat's calls take a page: without a slash in front and without a query. */
const LinkPage = z
  .string()
  .max(128)
  .regex(/^[\w-]+(\/[\w-]+)*$/)

/** For a function's start, with the need `link-page`: the mini-program's page that opens links. */
export function readLinkPage(text = environment('LINK_PAGE')): string {
  const parsed = LinkPage.safeParse(text)
  if (!parsed.success) throw new Error('LINK_PAGE is no path of a page, such as pages/index/index')
  return parsed.data
}
