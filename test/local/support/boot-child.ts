import { bootLocal } from '../../../local/boot.ts'
import { createClock } from '../../../local/clock.ts'

// Boots an assembly in a process of its own, which a test may kill. Arguments: the assembly's folder, the data folder.
const [assembly = '', folder = ''] = process.argv.slice(2)
const { apiUrl, dynamo, controlUrl, tables } = await bootLocal({
  assembly,
  folder,
  clock: createClock({ file: `${folder}/clock.json` }),
  parameters: {},
  secrets: {},
  lazy: true,
})
process.stdout.write(`${JSON.stringify({ apiUrl, controlUrl, dynamo, tables })}\n`)
