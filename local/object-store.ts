import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import type { FunctionPlan } from './function-plan.ts'
import type { Log } from './log.ts'
import { closeServer, listen } from './loopback.ts'
import { formRefusal, type PostedForm } from './posted-form.ts'
import { getRefusal, isSignedGet } from './signed-get.ts'

export type ObjectStoreOptions = {
  readonly buckets: readonly string[]
  readonly functions: readonly FunctionPlan[]
  readonly folder: string
  readonly now: () => Date
  readonly log: Log
}

/** The fields of a form beside the file come to a few kilobytes. */
const bodyBytesMax = 8 * 1024 * 1024
/** Nothing that could lead out of the folder. */
const keyPattern = /^\w[\w-]*(\/\w[\w-]*)*$/
const Metadata = z.object({ contentType: z.string(), cacheControl: z.string().optional() })

type Headers = Readonly<Record<string, string>>
/** An object as S3 gives it. */
export type StoredObject = { readonly headers: Headers; readonly body: Buffer }
type Reply = { readonly status: number; readonly headers?: Headers; readonly body?: string | Buffer }

/**
 * What the functions and phones take for S3: buckets are folders. Takes forms and addresses that a function signed, as S3
 * checks them, and nothing else.
 */
export async function startObjectStore(options: ObjectStoreOptions): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((incoming, response) => {
    answer(incoming, options).then(
      (reply) => send(response, reply),
      (error: unknown) => {
        options.log(`A call to S3 got no answer: ${error}`)
        response.destroy()
      },
    )
  })
  return { url: await listen(server), close: () => closeServer(server) }
}

async function answer(incoming: IncomingMessage, options: ObjectStoreOptions): Promise<Reply> {
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`)
  const [bucket = '', ...rest] = url.pathname.slice(1).split('/')
  if (!options.buckets.includes(bucket)) return refusal(404, 'NoSuchBucket')
  const { functions, now } = options
  const { method = '' } = incoming
  if (method === 'GET' || method === 'HEAD') {
    const key = rest.join('/')
    // Private: what is open to everybody is so by the distribution.
    const denied = isSignedGet(url) ? getRefusal(url, { method, bucket, key, functions, now: now() }) : 'AccessDenied'
    if (denied !== undefined) return refusal(403, denied)
    const found = readObject(options.folder, bucket, key)
    return found === undefined ? refusal(404, 'NoSuchKey') : { status: 200, ...found }
  }
  if (method !== 'POST' || rest.join('') !== '') return refusal(405, 'MethodNotAllowed')
  const form = await readForm(incoming)
  if (form === undefined) return refusal(400, 'MalformedPOSTRequest')
  const refused = formRefusal(form, { bucket, functions, now: now() })
  if (refused) return refusal(refused.status, refused.code)
  const { key = '', 'content-type': contentType = '', 'cache-control': cacheControl } = form.fields
  if (!keyPattern.test(key)) return refusal(400, 'InvalidArgument')
  const file = fileOf(options.folder, bucket, key)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, form.file)
  writeFileSync(`${file}.json`, JSON.stringify({ contentType, cacheControl }))
  return { status: 204 }
}

const fileOf = (folder: string, bucket: string, key: string) => join(folder, 'buckets', bucket, key)

/** What was uploaded under a key, with the headers that it was uploaded with; undefined where nothing was. */
export function readObject(folder: string, bucket: string, key: string): StoredObject | undefined {
  if (!keyPattern.test(key)) return undefined
  const file = fileOf(folder, bucket, key)
  try {
    const { contentType, cacheControl } = Metadata.parse(JSON.parse(readFileSync(`${file}.json`, 'utf8')))
    const caching = cacheControl === undefined ? {} : { 'cache-control': cacheControl }
    return { headers: { 'content-type': contentType, ...caching }, body: readFileSync(file) }
  } catch {
    return undefined
  }
}

/** What comes behind the file is not looked at, as in S3. */
async function readForm(incoming: IncomingMessage): Promise<PostedForm | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    if (size > bodyBytesMax) return undefined
    chunks.push(chunk)
  }
  const headers = { 'content-type': String(incoming.headers['content-type'] ?? '') }
  const parsed = await new Response(Buffer.concat(chunks), { headers }).formData().catch(() => undefined)
  const fields: Record<string, string> = {}
  for (const [name, value] of parsed ?? []) {
    if (typeof value !== 'string')
      return name === 'file' ? { fields, file: Buffer.from(await value.arrayBuffer()) } : undefined
    fields[name.toLowerCase()] = value
  }
  return undefined
}

const refusal = (status: number, code: string): Reply => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`,
})

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  // Forms come from pages of another origin, as the bucket's rule allows.
  response.writeHead(status, { 'access-control-allow-origin': '*', ...headers })
  response.end(body)
}
