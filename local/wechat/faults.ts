import * as z from 'zod'

const timesMax = 1_000
const delayMaxMs = 60_000
const callFaultsMax = 50
/** How long a refund stays PROCESSING, by the clock, unless it is said otherwise. */
export const refundProcessingMs = 1_000
const times = z.int().min(0).max(timesMax)

/** Error codes of WeChat Pay are in capitals. */
const payCode = z.string().regex(/^[A-Z_]{1,40}$/)

/** What goes wrong with the next `times` calls whose path starts with `path`, and ends with `suffix` where one is given. */
const callFault = z.strictObject({
  path: z.string().startsWith('/'),
  suffix: z.string().optional(),
  times,
  effect: z.discriminatedUnion('kind', [
    /** Answers the status; nothing was done, or with `afterCommit` everything was. */
    z.strictObject({
      kind: z.literal('status'),
      status: z.union([z.literal(429), z.literal(500), z.literal(502), z.literal(503)]),
      afterCommit: z.boolean().optional(),
    }),
    /** Refuses as WeChat Pay does, by a code; nothing was done. */
    z.strictObject({
      kind: z.literal('refusal'),
      status: z.union([z.literal(400), z.literal(403), z.literal(404)]),
      code: payCode,
    }),
    /** What api.weixin.qq.com does instead of a status: 200 and an errcode, such as -1 (busy); nothing was done. */
    z.strictObject({ kind: z.literal('errcode'), errcode: z.int() }),
    /** The call takes effect, its connection is cut without an answer. */
    z.strictObject({ kind: z.literal('lost_answer') }),
    /** The call takes effect, its answer comes when the stand-in's clock has moved so far: later than anybody waits. */
    z.strictObject({ kind: z.literal('slow_by_clock'), delayMs: z.int().min(0).max(delayMaxMs) }),
    /** The call takes effect, its answer comes late. */
    z.strictObject({ kind: z.literal('slow'), delayMs: z.int().min(0).max(delayMaxMs) }),
  ]),
})
export type CallFault = z.infer<typeof callFault>

/** Everything that can be made to go wrong; counts are used up, the rest stays as set. */
export const faults = z.strictObject({
  callFaults: z.array(callFault).max(callFaultsMax),
  /** The next n notifications never arrive and are not repeated: only a query finds the payment. */
  notificationsLost: times,
  /** The next n attempts are made twice at the same time. */
  notificationsDoubled: times,
  /** The first attempt of every new notification waits so long by the clock. */
  notificationDelayMs: z.int().min(0),
  /** Before each of the next n attempts a wrongly signed probe is sent, which must be refused. */
  signProbes: times,
  /** The next n attempts carry a timestamp that is too old, rightly signed. */
  staleTimestamps: times,
  /** The next n attempts name a serial that nobody knows. */
  unknownSerials: times,
  /** Which key signs answers and notifications; `auto`: the one the caller's Wechatpay-Serial names, else the public key. */
  signWith: z.enum(['auto', 'public-key', 'platform']),
  /** Shipping management knows a payment only so long after it was made. */
  shippingDelayMs: z.int().min(0),
  /** How a transfer that a user confirms from now on ends. */
  transferOutcome: z.enum(['SUCCESS', 'FAIL']),
  /** What the merchant was granted for one transfer, in fen. */
  transferMaxFen: z.int().min(1),
  /** A refund ends so long after it was asked for, or led elsewhere. */
  refundDelayMs: z.int().min(0),
  /** How a refund that is processed from now on ends. */
  refundOutcome: z.enum(['SUCCESS', 'ABNORMAL', 'CLOSED']),
  /** Whether calls that come too often are refused: erroneous refunds, and log-ins of one user. */
  limitsRates: z.boolean(),
  /** Whether the product is opened by which a service provider sees the fund flow of its shops. */
  showsShopAccounts: z.boolean(),
})
export type Faults = z.infer<typeof faults>

type Countdown = 'notificationsLost' | 'notificationsDoubled' | 'signProbes' | 'staleTimestamps' | 'unknownSerials'

export type FaultBox = ReturnType<typeof createFaults>

export function createFaults() {
  let state: Faults = {
    callFaults: [],
    notificationsLost: 0,
    notificationsDoubled: 0,
    notificationDelayMs: 0,
    signProbes: 0,
    staleTimestamps: 0,
    unknownSerials: 0,
    signWith: 'auto',
    shippingDelayMs: 0,
    refundDelayMs: refundProcessingMs,
    refundOutcome: 'SUCCESS',
    limitsRates: true,
    showsShopAccounts: true,
    transferOutcome: 'SUCCESS',
    transferMaxFen: 20_000,
  }
  return {
    get: () => state,
    set: (changes: Partial<Faults>) => {
      state = faults.parse({ ...state, ...changes })
    },
    /** Whether a counted fault strikes now; uses one of its times. */
    strikes: (name: Countdown) => {
      const left = state[name]
      if (left > 0) state = { ...state, [name]: left - 1 }
      return left > 0
    },
    /** The fault of this call, if it has one; uses one of its times. */
    ofCall: (path: string): CallFault['effect'] | undefined => {
      const struck = state.callFaults.find(
        (fault) => fault.times > 0 && path.startsWith(fault.path) && path.endsWith(fault.suffix ?? ''),
      )
      if (struck === undefined) return undefined
      const callFaults = state.callFaults
        .map((fault) => (fault === struck ? { ...fault, times: fault.times - 1 } : fault))
        .filter((fault) => fault.times > 0)
      state = { ...state, callFaults }
      return struck.effect
    },
  }
}
