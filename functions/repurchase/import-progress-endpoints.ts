import { getImport } from './get-import.ts'
import { listImportRefused } from './list-import-refused.ts'

/** The endpoints that tell how far an import is. They read no CSV, so they are with the figures. */
export const importProgressEndpoints = {
  'get-import': getImport,
  'list-import-refused': listImportRefused,
} as const
