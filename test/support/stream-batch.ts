import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import type { StreamConsumer } from '../../functions/shared/rows.ts'
import type { Item } from '../../functions/shared/storage.ts'

/** The events of a table that a consumer takes, as the stream would bring them: what its filter lets through. */
export const eventsFor = (row: StreamConsumer, items: readonly Item[]): Item[] =>
  items.filter(({ eventType }) => row.events.includes(String(eventType)))

/** A batch of stream records, one for each item, in that order. */
export const batchOf = (items: readonly Item[]): DynamoDBStreamEvent => ({
  Records: items.map((item, at): DynamoDBRecord => {
    const image = marshall(item) as NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>
    return { eventID: `${at}`, eventName: 'INSERT', dynamodb: { SequenceNumber: `${at + 1}`, NewImage: image } }
  }),
})
