import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Plugin } from 'esbuild'
import { routes } from '../functions/routes.ts'
import { type Route, servingFunction } from '../functions/shared/rows.ts'

/** Where rows become a handler: imported by the entry of each function of the API, and the one that imports the rows. */
const apiFile = /\/functions\/shared\/http\/api\.ts$/
const namespace = 'own-rows'

/**
 * Gives each function of the API its own rows in place of all: those of the others are 17 kB that it would load and drop.
 * @param entries the functions by the source file that they begin with, relative to the root.
 */
export const ownRows = (root: string, entries: ReadonlyMap<string, string>): Plugin => ({
  name: 'own-rows',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /\/http\/api\.ts$/ }, ({ path, importer, resolveDir }) => {
      const name = entries.get(relative(root, importer))
      // The suffix makes a module of its own for each function.
      return name === undefined ? undefined : { path: join(resolveDir, path), suffix: `?${name}`, pluginData: name }
    })
    onLoad({ filter: apiFile }, async ({ path, pluginData }) => ({
      contents: await readFile(path, 'utf8'),
      loader: 'ts',
      pluginData,
    }))
    onResolve({ filter: /\/routes\.ts$/ }, ({ pluginData }) =>
      pluginData === undefined ? undefined : { path: String(pluginData), namespace },
    )
    onLoad({ filter: /.*/, namespace }, ({ path: name }) => {
      const rows = routes.filter((row: Route) => servingFunction(row) === name)
      return { contents: `export const routes = ${JSON.stringify(rows)}` }
    })
  },
})
