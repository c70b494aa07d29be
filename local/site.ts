import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { HttpReply } from './http-reply.ts'
import type { StoredObject } from './object-store.ts'
import type { SiteBehaviour, SitePlan } from './site-plan.ts'

/** Answers a request with a file, or leaves it to the API. */
export type Site = (method: string, path: string) => HttpReply | undefined

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
/** Nothing that could lead out of the folder. */
const keyPattern = /^(?:\w[\w-]*\/)*\w[\w.-]*$/

export type SiteFiles = {
  /** Folder with the files that a deployment puts into the bucket of the pages; without it the API answers for them. */
  readonly pages?: string | undefined
  /** What was uploaded into another bucket under a key. */
  readonly uploaded: (bucket: string, key: string) => StoredObject | undefined
}

/**
 * The distribution in front of the buckets and the API, as CloudFront serves it.
 * @param origins what stands in a policy for a service of AWS, and where that one is on this machine.
 */
export function createSite(plan: SitePlan, files: SiteFiles, origins: ReadonlyMap<string, string>): Site {
  const pagesBucket = plan.behaviours.at(-1)?.bucket
  return (method, path) => {
    const behaviour = plan.behaviours.find(({ pattern }) => matches(pattern, path))
    if (behaviour?.bucket === undefined) return undefined
    const isPage = behaviour.bucket === pagesBucket
    if (isPage && files.pages === undefined) return undefined
    const headers = onThisMachine(behaviour, origins)
    if (method !== 'GET' && method !== 'HEAD') return reply(405, headers, '')
    const key = path === '/' ? plan.rootObject : path.slice(1)
    if (!keyPattern.test(key)) return reply(404, headers, '')
    const found = isPage ? readPage(join(files.pages ?? '', key)) : files.uploaded(behaviour.bucket, key)
    return found === undefined ? reply(404, headers, '') : reply(200, { ...found.headers, ...headers }, found.body)
  }
}

const matches = (pattern: string, path: string): boolean => {
  const [start = '', ...rest] = pattern.split('*')
  return rest.length === 0
    ? path === start
    : path.startsWith(start.replace(/^$/, '/')) && path.endsWith(rest.at(-1) ?? '')
}

function onThisMachine({ headers }: SiteBehaviour, origins: ReadonlyMap<string, string>): Record<string, string> {
  const replaced = (value: string) =>
    [...origins].reduce((text, [origin, local]) => text.replaceAll(origin, local), value)
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, replaced(value)]))
}

function readPage(file: string): StoredObject | undefined {
  try {
    return { headers: { 'content-type': types[extname(file)] ?? 'application/octet-stream' }, body: readFileSync(file) }
  } catch {
    return undefined
  }
}

const reply = (status: number, headers: Readonly<Record<string, string>>, body: Buffer | string): HttpReply => ({
  status,
  headers,
  cookies: [],
  body: Buffer.from(body),
})
