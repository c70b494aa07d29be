import type { EndpointsOf } from '../shared/http/api.ts'
import { getPoster } from './get-poster.ts'
import type { PostersContext } from './links-context.ts'

/** What draws posters: a function of its own, as no other needs the renderer and its font. */
export const postersEndpoints = {
  'get-poster': getPoster,
} satisfies EndpointsOf<'posters', PostersContext>
