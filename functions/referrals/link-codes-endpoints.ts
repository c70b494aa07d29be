import type { EndpointsOf } from '../shared/http/api.ts'
import { getMiniProgramCode } from './get-mini-program-code.ts'
import type { LinkCodesContext } from './links-context.ts'
import { makeUrlLink } from './make-url-link.ts'

/** What asks WeChat for codes and links: a function of its own, as the others need neither WeChat nor S3. */
export const linkCodesEndpoints = {
  'get-mini-program-code': getMiniProgramCode,
  'make-url-link': makeUrlLink,
} satisfies EndpointsOf<'link-codes', LinkCodesContext>
