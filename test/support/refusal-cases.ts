import { describe, expect, test } from 'vitest'
import type { Contract } from '../../functions/shared/http/endpoint.ts'
import type { Addresses } from '../../local/main-job/people.ts'
import { errorOf, type Request, send } from './request.ts'

type Endpoints = Readonly<Record<string, { readonly contract: Contract }>>
type Codes<E extends Endpoints, Handler extends keyof E> = Extract<keyof E[Handler]['contract']['refusals'], string>

/** Brings the shop to where the request is refused, and gives the request with the field that the refusal names. */
export type RefusalCase = () => Promise<Request & { readonly field?: string }>

/** A case for every refusal of every contract: one is missing, and it does not compile. */
export type RefusalCases<E extends Endpoints> = {
  readonly [Handler in keyof E]: { readonly [Code in Codes<E, Handler>]: RefusalCase }
}

/** Tests every refusal over HTTP: status, code, field and the sentence in both languages. */
export function testRefusals<E extends Endpoints>(endpoints: E, cases: RefusalCases<E>, at: () => Addresses): void {
  for (const [handler, byCode] of Object.entries<Readonly<Record<string, RefusalCase>>>(cases)) {
    const refusals = endpoints[handler]?.contract.refusals ?? {}
    describe.runIf(Object.keys(byCode).length > 0)(handler, () => {
      test.for(Object.entries(byCode))('refuses with %s', async ([code, prepare]) => {
        const { field, ...request } = await prepare()
        const text = refusals[code]
        for (const [language, message] of [
          ['zh-CN', text?.zh],
          ['en-GB', text?.en],
        ] as const) {
          const reply = await send(at(), { ...request, headers: { 'accept-language': language, ...request.headers } })
          expect(reply.status, reply.text).toBe(text?.status)
          const { requestId: _, ...error } = errorOf(reply)
          expect(error).toEqual({ code, message, ...(field === undefined ? {} : { field }) })
        }
      })
    })
  }
}
