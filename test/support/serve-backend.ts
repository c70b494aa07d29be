import * as z from 'zod'
import { startTestBackend } from './backend.ts'

// A back end in a process of its own, so that a test can kill it. Says where it is in one line, then serves.
const { assembly, folder } = z
  .object({ assembly: z.string(), folder: z.string() })
  .parse(JSON.parse(process.argv[2] ?? ''))
const { shared } = await startTestBackend({ assembly, folder })
console.log(JSON.stringify(shared))
