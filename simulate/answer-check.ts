import { isDeepStrictEqual } from 'node:util'
import type { Handler, Request } from './server.ts'

/** Endpoints that answer the same request, sent again, with what they answered first: for ever. */
const creating = new Set<Handler>([
  'open-shop',
  'draft-product',
  'move-stock',
  'create-link',
  'place-order',
  'request-after-sales',
  'refund-order',
])

/** What clients were told. Whatever was answered must be there afterwards, and be answered again. */
export type AnswerCheck = {
  note(handler: Handler, request: Request, reply: unknown): void
  /** Ids of the orders whose placing was answered for. */
  readonly placedOrders: ReadonlySet<string>
}

/** @param report gets every answer that differs from the first to the same request. */
export function createAnswerCheck(report: (defect: string) => void): AnswerCheck {
  const first = new Map<Request, unknown>()
  const placedOrders = new Set<string>()
  return {
    placedOrders,
    note(handler, request, reply) {
      if (!creating.has(handler)) return
      if (handler === 'place-order') placedOrders.add(String(Object(reply).orderId))
      if (!first.has(request)) first.set(request, reply)
      else if (!isDeepStrictEqual(first.get(request), reply))
        report(`${handler} answered ${JSON.stringify(first.get(request))}, then ${JSON.stringify(reply)}`)
    },
  }
}
