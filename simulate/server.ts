import { catalogEndpoints } from '../functions/catalog/endpoints.ts'
import { engagementEndpoints } from '../functions/engagement/endpoints.ts'
import { identityEndpoints } from '../functions/identity/endpoints.ts'
import { afterSalesEndpoints } from '../functions/orders/after-sales-endpoints.ts'
import { ordersEndpoints } from '../functions/orders/endpoints.ts'
import { orderCancellationEndpoints } from '../functions/orders/order-cancellation-endpoints.ts'
import { paymentsEndpoints } from '../functions/payments/endpoints.ts'
import { attributionEndpoints } from '../functions/referrals/attribution-endpoints.ts'
import { referralsEndpoints } from '../functions/referrals/endpoints.ts'
import { linkCodesEndpoints } from '../functions/referrals/link-codes-endpoints.ts'
import { payoutsEndpoints } from '../functions/referrals/payouts-endpoints.ts'
import { postersEndpoints } from '../functions/referrals/posters-endpoints.ts'
import { repurchaseEndpoints } from '../functions/repurchase/endpoints.ts'
import { routes } from '../functions/routes.ts'
import type { AnyEndpoint, Caller, EndpointAnswer } from '../functions/shared/http/endpoint.ts'
import { restrict } from '../functions/shared/restrict.ts'
import type { Route } from '../functions/shared/rows.ts'
import type { Database } from '../functions/shared/storage.ts'
import { shopsEndpoints } from '../functions/shops/endpoints.ts'
import type { AnswerCheck } from './answer-check.ts'
import { describeError, isTransient } from './log.ts'
import type { SimulatedContext } from './simulated-context.ts'
import type { Trace } from './trace.ts'

const endpoints = {
  ...identityEndpoints,
  ...shopsEndpoints,
  ...catalogEndpoints,
  ...ordersEndpoints,
  ...orderCancellationEndpoints,
  ...afterSalesEndpoints,
  ...paymentsEndpoints,
  ...referralsEndpoints,
  ...linkCodesEndpoints,
  ...postersEndpoints,
  ...attributionEndpoints,
  ...payoutsEndpoints,
  ...repurchaseEndpoints,
  ...engagementEndpoints,
}
type Endpoints = typeof endpoints
export type Handler = keyof Endpoints
export type AnswerOf<H extends Handler> = EndpointAnswer<Endpoints[H]['contract']>

/** A request as it comes to an endpoint: parsed JSON, and who calls. */
export type Request = {
  readonly path?: object
  readonly body?: object
  readonly caller?: Caller
  readonly rawBody?: Buffer
}

/** Lets a planted bug stand between a row's code and the tables. */
export type Tamper = (rowName: string, db: Database) => Database

/** What the caller sees of anything thrown: a 5xx. */
export class ServerFailed extends Error {}

/** Serves one request as the frame of a function does: tables of the row only, input and reply by their shapes. */
export type Serve = <H extends Handler>(handler: H, request: Request) => Promise<AnswerOf<H>>

const noBytes = Buffer.alloc(0)
const rows: readonly Route[] = routes

/** @param report gets whatever is thrown that no fault explains. */
export function createServer(options: {
  readonly services: SimulatedContext
  readonly tamper: Tamper
  readonly answers: AnswerCheck
  readonly trace: Trace
  readonly report: (defect: string) => void
}): Serve {
  const { services, tamper, answers, trace, report } = options
  const contexts = new Map(
    rows.map((row) => [row.handler, { ...services, db: restrict(tamper(row.handler, services.db), row) }] as const),
  )
  return async (handler, request) => {
    const endpoint: AnyEndpoint<SimulatedContext> = endpoints[handler]
    const context = contexts.get(handler)
    if (!context) throw new Error(`No row ${handler}`)
    const { contract } = endpoint
    try {
      const input = {
        path: contract.path?.parse(request.path ?? {}),
        query: contract.query?.parse({}),
        body: contract.body?.parse(request.body ?? {}),
        caller: request.caller,
        raw: { headers: {}, body: request.rawBody ?? noBytes },
      }
      const answer = await endpoint.handle(input, context)
      if (answer.ok) answers.note(handler, request, contract.reply.parse(answer.reply))
      trace.note(`${handler} of ${request.caller?.customerId}: ${answer.ok ? 'ok' : answer.refusal.code}`)
      // The endpoint of that name gives the answer of that name.
      return answer as AnswerOf<typeof handler>
    } catch (error) {
      trace.note(`${handler} of ${request.caller?.customerId}: ${String(error)}`)
      if (!isTransient(error)) report(`${handler} threw ${describeError(error)}`)
      throw new ServerFailed(handler, { cause: error })
    }
  }
}
