import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod'
import type { InvocationResult } from './function-instance.ts'
import type { LambdaRecord } from './stream-event.ts'

/** Why records are given up: the function ended with an error, or it reported them as failed. */
export type FailedAttempt = { readonly attempts: number; readonly functionError: boolean }

export type Delivery = {
  readonly invoke: (records: readonly LambdaRecord[]) => Promise<InvocationResult>
  readonly reportsItemFailures: boolean
  readonly bisects: boolean
  /** After the first attempt, for the records that are left. */
  readonly retriesMax: number
  /** Everything up to and with this record is done with. */
  readonly onDone: (last: LambdaRecord) => void
  /** These records are not tried again. */
  readonly onGivenUp: (records: readonly LambdaRecord[], failure: FailedAttempt) => void
  readonly signal: AbortSignal
}

/** The waits grow as Lambda's do, but from less, as a person is waiting here. */
const retryDelayMinMs = 20
const retryDelayMaxMs = 2_000

/**
 * Brings a batch to its function as an event-source mapping does, until every record is done with: what a partial
 * failure left is tried again, an error halves the batch, and what fails to the end is given up.
 * @throws AbortError when the signal ends it first; then the records after the last `onDone` are not done with.
 */
export async function deliverBatch(batch: readonly LambdaRecord[], delivery: Delivery): Promise<void> {
  let records = batch
  let attempts = 0
  for (;;) {
    const last = records.at(-1)
    if (last === undefined) return
    delivery.signal.throwIfAborted()
    const result = await delivery.invoke(records)
    delivery.signal.throwIfAborted()
    attempts += 1
    const failed = firstFailed(result, records, delivery.reportsItemFailures)
    if (failed === undefined) return delivery.onDone(last)
    const before = records[failed - 1]
    if (before !== undefined) {
      delivery.onDone(before)
      records = records.slice(failed)
      attempts = 1
    } else if (delivery.bisects && records.length > 1) {
      const middle = Math.ceil(records.length / 2)
      await wait(retryDelayMinMs, undefined, { signal: delivery.signal })
      await deliverBatch(records.slice(0, middle), delivery)
      return deliverBatch(records.slice(middle), delivery)
    } else if (attempts > delivery.retriesMax) {
      delivery.onGivenUp(records, { attempts, functionError: !result.ok })
      return delivery.onDone(last)
    }
    const delayMs = Math.min(retryDelayMinMs * 2 ** (attempts - 1), retryDelayMaxMs)
    await wait(delayMs, undefined, { signal: delivery.signal })
  }
}

const itemFailures = z.looseObject({
  batchItemFailures: z.array(z.looseObject({ itemIdentifier: z.string() })).nullish(),
})

/** Index of the first record to try again; `undefined` when all are done. An answer that is not understood fails all. */
function firstFailed(
  result: InvocationResult,
  records: readonly LambdaRecord[],
  reportsItemFailures: boolean,
): number | undefined {
  if (!result.ok) return 0
  if (!reportsItemFailures || result.payload === null) return undefined
  const parsed = itemFailures.safeParse(result.payload)
  if (!parsed.success) return 0
  const identifiers = (parsed.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier)
  if (identifiers.length === 0) return undefined
  const positions = identifiers.map((id) => records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === id))
  return Math.max(0, Math.min(...positions))
}
