import { expect, test } from 'vitest'
import { synthesise } from '../../infra/synthesise.ts'
import { readAssembly } from '../../local/assembly.ts'
import { planTables, type TablePlan } from '../../local/data-plan.ts'
import { ownTables } from '../../local/own-tables.ts'
import { resolveTemplates } from '../../local/template.ts'
import { inFolder, synthesisTime } from './templates.ts'

/** Without the names of the template and the order of its lists, which mean nothing. */
const comparable = (tables: readonly TablePlan[]) =>
  tables
    .map(({ logicalId: _, attributes, globalIndexes, ...table }) => ({
      ...table,
      attributes: attributes.toSorted((a, b) => (a.AttributeName < b.AttributeName ? -1 : 1)),
      globalIndexes: globalIndexes.toSorted((a, b) => (a.IndexName < b.IndexName ? -1 : 1)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))

test('the tables that commands make without the templates are those of the templates', synthesisTime, () => {
  const planned = inFolder((options) => {
    synthesise({ ...options, checkSchemas: false })
    const data = readAssembly(options.outdir).stacks.filter(({ id }) => id === 'HuitouData')
    return planTables(resolveTemplates(data, { parameters: {}, apiUrl: '' }))
  })
  expect(comparable(ownTables())).toEqual(comparable(planned))
})
