import { currentLanguage } from '../i18n/language.ts'
import { offline, readError } from './api-error.ts'

/** One request, as it is. @throws ApiError for every answer that is not a success, and for none. */
export async function send(
  method: string,
  path: string,
  { body, accessToken }: { readonly body?: unknown; readonly accessToken?: string | undefined } = {},
): Promise<Response> {
  const headers: Record<string, string> = { 'accept-language': currentLanguage() }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (accessToken !== undefined) headers.authorization = `Bearer ${accessToken}`
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  const response = await fetch(path, init).catch(() => {
    throw offline()
  })
  if (!response.ok) throw await readError(response)
  return response
}
