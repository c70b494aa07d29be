import * as z from 'zod'
import { environment } from './environment.ts'

/** As WeChat's calls take a page: without a slash in front and without a query. */
const MiniProgramPage = z
  .string()
  .max(128)
  .regex(/^[\w-]+(\/[\w-]+)*$/)

/** For a function's start, with the need of that name: the mini-program's page that opens links, or that confirms sign-ins. */
export function readMiniProgramPage(variable: 'LINK_PAGE' | 'SIGN_IN_PAGE', text = environment(variable)): string {
  const parsed = MiniProgramPage.safeParse(text)
  if (!parsed.success) throw new Error(`${variable} is no path of a page, such as pages/index/index`)
  return parsed.data
}
