import * as z from 'zod'
import type { routes } from '../routes.ts'
import type { Contract } from '../shared/http/endpoint.ts'

type PlatformHandler = Extract<(typeof routes)[number], { context: 'platform' }>['handler']

/** What the platform's own rows give. They need no table and no session, so `platform-api.ts` serves them by itself. */
export const platformEndpoints = {
  'get-health': {
    contract: {
      summary: 'Says that the API answers.',
      reply: z.object({ ok: z.literal(true) }),
      status: 200,
      refusals: {},
    },
  },
  'get-openapi': {
    contract: {
      summary: 'This description of the API, as OpenAPI 3.1.',
      reply: z.looseObject({ openapi: z.string() }),
      status: 200,
      refusals: {},
    },
  },
  'get-docs': {
    contract: {
      summary: 'This description of the API as a page to read.',
      reply: z.string(),
      replyType: 'text/html',
      status: 200,
      refusals: {},
    },
  },
} as const satisfies Readonly<Record<PlatformHandler, { readonly contract: Contract }>>
