import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { HttpReply } from './http-reply.ts'
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

/**
 * The distribution in front of the files and the API, as CloudFront serves it.
 * @param folder where the files are that a deployment puts into the bucket.
 * @param origins what stands in a policy for a service of AWS, and where that one is on this machine.
 */
export function createSite(plan: SitePlan, folder: string, origins: ReadonlyMap<string, string>): Site {
  return (method, path) => {
    const behaviour = plan.behaviours.find(({ pattern }) => matches(pattern, path))
    if (!behaviour?.isFile) return undefined
    const headers = onThisMachine(behaviour, origins)
    if (method !== 'GET' && method !== 'HEAD') return reply(405, headers, '')
    const key = path === '/' ? plan.rootObject : path.slice(1)
    const file = keyPattern.test(key) ? read(join(folder, key)) : undefined
    // The bucket lets nobody list it, so it says the same of what is not there.
    if (file === undefined) return reply(403, headers, '')
    return reply(200, { ...headers, 'content-type': types[extname(key)] ?? 'application/octet-stream' }, file)
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

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
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
