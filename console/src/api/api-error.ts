/** Why a request was not answered as asked: the API's refusal, or that nobody answered at all. */
export class ApiError extends Error {
  /** The API's public code, or `offline`. */
  readonly code: string
  /** 0: no answer came. */
  readonly status: number
  readonly field: string | undefined
  readonly requestId: string | undefined
  constructor(about: { code: string; status: number; message: string; field?: string; requestId?: string }) {
    super(about.message)
    this.code = about.code
    this.status = about.status
    this.field = about.field
    this.requestId = about.requestId
  }
}

export const offline = (): ApiError => new ApiError({ code: 'offline', status: 0, message: '' })

/** The one error body of the API; whatever else a network in between may answer becomes `unknown`. */
export async function readError(response: Response): Promise<ApiError> {
  const { status } = response
  const body: unknown = await response.json().catch(() => undefined)
  const { error } = (body ?? {}) as { error?: { code: string; message: string; field?: string; requestId?: string } }
  return new ApiError({ status, ...(error ?? { code: 'unknown', message: `HTTP ${status}` }) })
}
