import { WechatPayUnavailable } from '../functions/payments/wechat-pay/errors.ts'
import type { Log } from '../functions/shared/context.ts'
import { TooBusy } from '../functions/shared/storage.ts'
import { DatabaseTimeOut } from './fake-database.ts'
import type { Trace } from './trace.ts'

/** Whether it is what faults do: trying again may mend it. Anything else that is thrown is a defect. */
export const isTransient = (error: unknown): boolean =>
  error instanceof DatabaseTimeOut || error instanceof TooBusy || error instanceof WechatPayUnavailable

/** What the code logs as an error and the simulated WeChat really does. */
const expectedErrors = new Set([
  'refund refused',
  'refund did not reach the buyer',
  'after-sales left without an answer',
  'the day does not reconcile',
  'payout refused',
  'payout failed',
])

/** A log that takes every error for a defect that faults do not explain. */
export function createSimulatedLog(trace: Trace, report: (defect: string) => void): Log {
  return {
    info: () => undefined,
    warn: () => undefined,
    error(message, about = {}) {
      const { error, ...rest } = about
      trace.note(`error logged: ${message} ${JSON.stringify(rest)}`)
      const isExpected = error === undefined ? expectedErrors.has(message) : isTransient(error)
      if (!isExpected) report(`error logged: ${message} ${JSON.stringify(rest)} ${describeError(error)}`)
    },
  }
}

/** An error for people: its stack, which begins with its message. */
export const describeError = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error ?? '')
