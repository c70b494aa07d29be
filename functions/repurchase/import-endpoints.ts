import type { EndpointsOf } from '../shared/http/api.ts'
import { importRows } from './import-rows.ts'

/** Endpoints of the function that takes a shop's past in: it alone reads CSV. */
export const importEndpoints = { 'import-rows': importRows } satisfies EndpointsOf<'imports'>
