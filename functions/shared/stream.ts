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

/** What Lambda calls with a batch of a stream. It reports at most one record: the first to be delivered again. */
export type StreamHandler = (batch: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>

/**
 * The Lambda handler of a stream consumer. The events of its row are applied in the order of the stream, those of others
 * are passed over; at the first that fails the batch ends there and is reported, so that Lambda delivers it again from
 * that one and nothing behind it is lost.
 */
export function streamHandler<Event, X extends Context>(
  row: StreamConsumer,
  shape: z.ZodType<Event>,
  apply: Apply<Event, X>,
  services: X,
): StreamHandler {
  const isWanted = ({ dynamodb }: DynamoDBRecord) => row.events.includes(dynamodb?.NewImage?.eventType?.S ?? '')
  const stored = storedEvent(shape)
  const context = { ...services, db: restrict(services.db, row) }
  return async (batch) => {
    for (const record of batch.Records.filter(isWanted)) {
      try {
        await apply(stored.parse(newImage(record)), context)
      } catch (error) {
        const itemIdentifier = itemIdentifierOf(record)
        services.log.error('event not applied', { consumer: row.name, eventId: record.eventID, itemIdentifier, error })
        return { batchItemFailures: [{ itemIdentifier }] }
      }
    }
    return { batchItemFailures: [] }
  }
}

/** What names a record to Lambda. */
export const itemIdentifierOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.SequenceNumber ?? ''

const newImage = (record: DynamoDBRecord): unknown =>
  // The Lambda types and the SDK describe one shape under two names.
  unmarshall((record.dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>)
