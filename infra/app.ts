import { join } from 'node:path'
import { bundle } from './bundle.ts'
import { synthesise } from './synthesise.ts'

// `cdk synth` starts this file and says where the cloud assembly goes; without it the place is that of cdk.json.
const root = join(import.meta.dirname, '..')
const bundles = join(root, 'dist')

// Always compiled anew: it takes a second, and an old bundle under a new template is hard to find.
await bundle({ outdir: bundles })
synthesise({ outdir: process.env.CDK_OUTDIR ?? join(root, 'cdk.out'), functionsFrom: bundles })
