import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import type * as z from 'zod'
import type { Context } from './context.ts'
import { type StoredEvent, storedEvent } from './event-log.ts'
import { restrict } from './restrict.ts'
import type { StreamConsumer } from './rows.ts'

/** Applies one recorded event. It is delivered at least once and in any order across aggregates: the effect is its own
 *  claim, in the same transaction. A consumer never refuses a fact; it throws only what trying again may mend. */
export type Apply<Event, X extends Context = Context> = (stored: StoredEvent<Event>, context: X) => Promise<void>

/**
 * The Lambda handler of a stream consumer. Events are applied in the order of the stream; at the first that fails the
 * batch ends there and is reported, so that Lambda delivers it again from that one and nothing behind it is lost.
 */
export function streamHandler<Event, X extends Context>(
  row: StreamConsumer,
  shape: z.ZodType<Event>,
  apply: Apply<Event, X>,
  services: X,
) {
  const stored = storedEvent(shape)
  const context = { ...services, db: restrict(services.db, row) }
  return async (batch: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    for (const record of batch.Records) {
      try {
        await apply(stored.parse(newImage(record)), context)
      } catch (error) {
        const itemIdentifier = record.dynamodb?.SequenceNumber ?? ''
        services.log.error('event not applied', { consumer: row.name, eventId: record.eventID, itemIdentifier, error })
        return { batchItemFailures: [{ itemIdentifier }] }
      }
    }
    return { batchItemFailures: [] }
  }
}

const newImage = (record: DynamoDBRecord): unknown =>
  // The Lambda types and the SDK describe one shape under two names.
  unmarshall((record.dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>)
