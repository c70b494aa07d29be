import { ApiError } from './api-error.ts'
import { type Operations, places } from './generated.ts'
import { send } from './send.ts'
import { accessToken, endSession, renewSession } from './session.ts'

export type OperationId = keyof Operations
/** What an operation takes: its path, query and body, whichever it has. */
export type Input<Id extends OperationId> = Omit<Operations[Id], 'reply'>
export type Reply<Id extends OperationId> = Operations[Id]['reply']
/** One row of a list's reply. */
export type Item<Id extends OperationId> = Reply<Id> extends { items: (infer One)[] } ? One : never

type Parts = {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: unknown
}

/**
 * Calls an operation of the API by its id. A session whose access token has run out is renewed, once, and the call repeated.
 * @throws ApiError
 */
export async function call<Id extends OperationId>(id: Id, input: Input<Id>): Promise<Reply<Id>> {
  const response = await fetchOperation(id, input)
  if (response.status === 204) return null as Reply<Id>
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return isJson ? response.json() : response.text()
}

/** As `call`, with the whole response: for texts whose next page is in the header `link`. @throws ApiError */
export async function fetchOperation<Id extends OperationId>(id: Id, input: Input<Id>): Promise<Response> {
  const [method, template] = places[id]
  const { path = {}, query = {}, body } = input as Parts
  const url = `${fill(template, path)}${queryString(query)}`
  return withSession((token) => send(method, url, { body, accessToken: token }))
}

/** Sends with the session's token, and once more with a renewed one. */
async function withSession(attempt: (token: string | undefined) => Promise<Response>): Promise<Response> {
  const token = accessToken()
  try {
    return await attempt(token)
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error
    if (error.code !== 'session_expired' || !(await renewSession(token))) {
      endSession()
      throw error
    }
    return attempt(accessToken())
  }
}

const fill = (template: string, path: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''))

function queryString(query: NonNullable<Parts['query']>): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}
