import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, type Plugin } from 'vite'
import { writeApiTypes } from './api-types.ts'

const root = import.meta.dirname

/**
 * The component library and its icons write style elements into the page, which our security policy forbids: the modules that
 * do it are replaced by one that constructs style sheets.
 */
const constructedStyles: Plugin = {
  name: 'constructed-styles',
  enforce: 'pre',
  async resolveId(source, importer, options) {
    if (!/\/(dynamicCSS|cssUtils)(\.js)?$/.test(source)) return undefined
    const resolved = await this.resolve(source, importer, { ...options, skipSelf: true })
    const isIt = /@rc-component\/util\/|@ant-design\/icons\//.test(resolved?.id ?? '')
    return isIt ? join(root, 'src', 'app', 'constructed-styles.ts') : resolved
  },
}

/** Builds the console's files, named by their content, into `outDir`. */
export async function buildConsole(outDir = join(root, '..', 'dist-console')): Promise<void> {
  await writeApiTypes()
  // Whatever runs this program: a test's environment would get React's development build.
  process.env.NODE_ENV = 'production'
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [constructedStyles, react()],
    // Pictures as files: the security policy allows no `data:` scripts or styles, and an extra request is cheap.
    build: {
      outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1_500,
    },
  })
}

if (import.meta.main) {
  const start = performance.now()
  await buildConsole()
  console.log(`console built in ${Math.round(performance.now() - start)} ms`)
}
