import type { ConsumerOf } from './consumer-row.ts'
import type { StreamReaderName } from './rows.ts'
import { itemIdentifierOf, type StreamHandler } from './stream.ts'

/** The Lambda handler of a function that reads a stream for all the consumers whose rows name it. */
export const streamReader = <Name extends StreamReaderName>(
  handlers: Readonly<Record<ConsumerOf<Name>, StreamHandler>>,
): StreamHandler => readTogether(Object.values(handlers))

/**
 * Gives each batch to all of them side by side, so that none waits for a slow one. Where some fail, the others still come
 * to the end of the batch; it is reported from the first record that failed for any. What the others did by then is not
 * undone: given again, their claims pass it over.
 */
export const readTogether =
  (handlers: readonly StreamHandler[]): StreamHandler =>
  async (batch) => {
    const answers = await Promise.allSettled(handlers.map((handle) => handle(batch)))
    const failed = new Set<string>()
    for (const answer of answers) {
      if (answer.status === 'rejected') throw answer.reason
      for (const { itemIdentifier } of answer.value.batchItemFailures) failed.add(itemIdentifier)
    }
    const first = batch.Records.map(itemIdentifierOf).find((itemIdentifier) => failed.has(itemIdentifier))
    return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first }] }
  }
