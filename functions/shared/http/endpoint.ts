import type * as z from 'zod'
import type { Answer } from '../commit.ts'
import type { Context } from '../context.ts'

/** What the caller gets for one reason why not: HTTP status and the sentence in both languages. */
export type RefusalText = {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429 | 503
  readonly zh: string
  readonly en: string
}

/** What an endpoint takes and gives. The OpenAPI document is made from it. */
export type Contract = {
  /** One sentence: what it does for the caller. */
  readonly summary: string
  readonly path?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodObject
  /** Shape of the reply's body; it is parsed by it, so nothing else leaves. */
  readonly reply: z.ZodType
  /** Media type of a reply that is a text and no JSON. */
  readonly replyType?: 'text/csv' | 'text/html'
  readonly status: 200 | 201 | 204
  /** Every expected "no" of this endpoint, by its public code. */
  readonly refusals: Readonly<Record<string, RefusalText>>
}

/** Who calls, as established from the session; nothing in it came from the body. */
export type Caller = {
  readonly customerId: string
  readonly sessionId: string
  readonly isOperator: boolean
  /** The caller's role in the shop that the path names. */
  readonly roleInShop?: 'staff' | 'owner'
}

type Parsed<Shape> = Shape extends z.ZodType ? z.output<Shape> : undefined

export type Input<C extends Contract> = {
  readonly path: Parsed<C['path']>
  readonly query: Parsed<C['query']>
  readonly body: Parsed<C['body']>
  /** Absent on public rows without a token and on WeChat's call-backs. */
  readonly caller: Caller | undefined
  /** The request as it came, for call-backs that are verified over raw bytes, and for the console's cookie. */
  readonly raw: {
    readonly headers: Readonly<Record<string, string | undefined>>
    readonly body: Buffer
    /** `name=value` each. */
    readonly cookies?: readonly string[] | undefined
  }
}

export type EndpointAnswer<C extends Contract> = Answer<z.input<C['reply']>, Extract<keyof C['refusals'], string>> &
  BesideReply
type BesideReply = {
  /** Where the next page of a text begins; it goes out in the header `link`. A JSON reply has its cursor in itself. */
  readonly nextCursor?: string
  /** Set by the console's endpoints only: whole values of `Set-Cookie`. */
  readonly cookies?: readonly string[]
}

export type Endpoint<C extends Contract, X extends Context = Context> = {
  readonly contract: C
  // A method, so that an endpoint with a narrower input still is an Endpoint.
  handle(input: Input<C>, context: X): Promise<EndpointAnswer<C>>
}

/** An endpoint of whatever contract, as the frame around it sees it. */
export type AnyEndpoint<X extends Context = Context> = {
  readonly contract: Contract
  handle(input: AnyInput, context: X): Promise<Answer<unknown, string> & BesideReply>
}
type AnyInput = Pick<Input<Contract>, 'caller' | 'raw'> & { path: unknown; query: unknown; body: unknown }

/** Ties a contract and its handler together, so that each checks the other's types. */
export const endpoint = <const C extends Contract, X extends Context = Context>(
  contract: C,
  handle: (input: Input<C>, context: X) => Promise<EndpointAnswer<C>>,
): Endpoint<C, X> => ({ contract, handle })

/** The caller of a row that is not public. */
export function signedIn(caller: Caller | undefined): Caller {
  if (!caller) throw new Error('This row needs an access other than public')
  return caller
}

/** Refusals of a context that one endpoint may give. */
export function pick<T extends Readonly<Record<string, RefusalText>>, K extends keyof T>(
  all: T,
  ...codes: K[]
): Pick<T, K> {
  return Object.fromEntries(codes.map((code) => [code, all[code]])) as Pick<T, K>
}
