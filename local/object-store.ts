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
const Metadata = z.object({ contentType: z.string() })

type Reply = { readonly status: number; readonly type?: string; readonly body?: string | Buffer }

/**
 * What the functions and phones take for S3: buckets are folders. Takes forms and addresses that a function signed, as S3
 * checks them, and serves what is there, as the distribution in front of a bucket would.
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
  const folder = join(options.folder, 'buckets', bucket)
  if (incoming.method === 'GET') {
    const key = rest.join('/')
    const { functions, now } = options
    const denied = isSignedGet(url) ? getRefusal(url, { bucket, key, functions, now: now() }) : undefined
    return denied === undefined ? read(folder, key) : refusal(403, denied)
  }
  if (incoming.method !== 'POST' || rest.join('') !== '') return refusal(405, 'MethodNotAllowed')
  const form = await readForm(incoming)
  if (form === undefined) return refusal(400, 'MalformedPOSTRequest')
  const refused = formRefusal(form, { bucket, functions: options.functions, now: options.now() })
  if (refused) return refusal(refused.status, refused.code)
  const { key = '', 'content-type': contentType = '' } = form.fields
  if (!keyPattern.test(key)) return refusal(400, 'InvalidArgument')
  mkdirSync(dirname(join(folder, key)), { recursive: true })
  writeFileSync(join(folder, key), form.file)
  writeFileSync(join(folder, `${key}.json`), JSON.stringify({ contentType }))
  return { status: 204 }
}

function read(folder: string, key: string): Reply {
  if (!keyPattern.test(key)) return refusal(404, 'NoSuchKey')
  try {
    const { contentType } = Metadata.parse(JSON.parse(readFileSync(join(folder, `${key}.json`), 'utf8')))
    return { status: 200, type: contentType, body: readFileSync(join(folder, key)) }
  } catch {
    return refusal(404, 'NoSuchKey')
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
  type: 'application/xml',
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`,
})

function send(response: ServerResponse, { status, type, body }: Reply): void {
  // Forms come from pages of another origin, as the bucket's rule allows.
  const origin = { 'access-control-allow-origin': '*' }
  response.writeHead(status, type === undefined ? origin : { ...origin, 'content-type': type })
  response.end(body)
}
