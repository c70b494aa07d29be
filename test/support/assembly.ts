import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from '../../infra/bundle.ts'
import { synthesise } from '../../infra/synthesise.ts'
import { testFolder } from './folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the synthesised templates, with the bundles of this run. */
    assembly: string
  }
}

type Built = { readonly folder: string; readonly assembly: string }

/** Each project of a run loads its set-up for itself; what they have in common is kept beside their modules. */
const place = Symbol.for('huitou.test.assembly')
const kept = globalThis as { [place]?: { readonly built: Promise<Built>; users: number } | undefined }

/** The templates, synthesised with the bundles of all functions: built once for the projects of a run, gone with the last
 *  that releases them. */
export async function borrowAssembly(): Promise<{ readonly assembly: string; release(): void }> {
  kept[place] ??= { built: build(), users: 0 }
  const { built } = kept[place]
  kept[place].users += 1
  const { folder, assembly } = await built
  const release = () => {
    if (kept[place] === undefined) return
    kept[place].users -= 1
    if (kept[place].users > 0) return
    kept[place] = undefined
    rmSync(folder, { recursive: true, force: true })
  }
  return { assembly, release }
}

async function build(): Promise<Built> {
  const folder = testFolder('huitou-assembly-')
  const [bundles, assembly] = [join(folder, 'dist'), join(folder, 'cdk.out')]
  await bundle({ outdir: bundles })
  synthesise({ outdir: assembly, functionsFrom: bundles, checkSchemas: false })
  return { folder, assembly }
}
