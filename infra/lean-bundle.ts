import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'

const credentials = join(import.meta.dirname, 'environment-credentials.ts')

/** The cache of DynamoDB's endpoint discovery, which is off unless asked for; then it works without remembering. */
const forgetfulCache = `export class EndpointCache { getEndpoint() {} get() {} set() {} has() { return false } delete() {} clear() {} }`

/**
 * Leaves out of the bundles what no function here can come to. Of the AWS SDK a third: the chain of credential providers
 * of other machines, event streams, the endpoint cache, and all of its package.json but the version. Of zod the half that
 * makes JSON Schemas: the API's description is made while bundling, by `bundle`, never in a function.
 */
export const leanBundle: Plugin = {
  name: 'lean-bundle',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({ path: credentials }))
    // Loaded by an operation that streams events; neither DynamoDB nor Secrets Manager has one.
    onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path }) => ({ path, external: true }))
    onResolve({ filter: /^@aws-sdk\/endpoint-cache$/ }, ({ path }) => ({ path, namespace: 'lean-bundle' }))
    onLoad({ filter: /.*/, namespace: 'lean-bundle' }, () => ({ contents: forgetfulCache }))
    onLoad({ filter: /\/@aws-sdk\/[^/]+\/package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'))
      return { contents: JSON.stringify({ version }), loader: 'json' }
    })
    onLoad({ filter: /\/zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/ }, async ({ path }) => ({
      contents: withoutEffect(await readFile(path, 'utf8')),
    }))
  },
}

/** A module with the same exports, none of which does anything: zod hands them to every schema, and nobody calls them. */
function withoutEffect(source: string): string {
  const names = [...source.matchAll(/^export (?:function|const) (\w+)/gm)].map(([, name]) => name)
  const renamed = [...source.matchAll(/^export \{ \w+ as (\w+) \}/gm)].map(([, name]) => name)
  return [
    'const nothing = () => undefined',
    ...names.map((name) => `export const ${name} = nothing`),
    ...renamed.map((name) => `export { nothing as ${name} }`),
  ].join('\n')
}
