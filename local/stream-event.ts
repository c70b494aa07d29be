import type { AttributeValue, _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams'
import { region } from './physical-ids.ts'

/** A stream record as Lambda gives it to a function. */
export type LambdaRecord = {
  readonly eventID: string
  readonly eventName: string
  readonly eventVersion: string
  readonly eventSource: 'aws:dynamodb'
  readonly awsRegion: string
  readonly eventSourceARN: string
  readonly dynamodb: {
    /** Epoch seconds. */
    readonly ApproximateCreationDateTime: number
    readonly Keys: unknown
    readonly NewImage?: unknown
    readonly OldImage?: unknown
    readonly SequenceNumber: string
    readonly SizeBytes: number
    readonly StreamViewType: string
  }
}

export function lambdaRecord(record: StreamRecord, eventSourceARN: string): LambdaRecord {
  const change = record.dynamodb ?? {}
  const { NewImage, OldImage } = change
  return {
    eventID: record.eventID ?? '',
    eventName: record.eventName ?? '',
    eventVersion: record.eventVersion ?? '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    eventSourceARN,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor((change.ApproximateCreationDateTime?.getTime() ?? 0) / 1000),
      Keys: plainImage(change.Keys ?? {}),
      ...(NewImage === undefined ? {} : { NewImage: plainImage(NewImage) }),
      ...(OldImage === undefined ? {} : { OldImage: plainImage(OldImage) }),
      SequenceNumber: change.SequenceNumber ?? '',
      SizeBytes: change.SizeBytes ?? 0,
      StreamViewType: change.StreamViewType ?? '',
    },
  }
}

type Image = Record<string, AttributeValue>

function plainImage(image: Image): Record<string, unknown> {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, plainValue(value)]))
}

/** JSON has no bytes: Lambda gives them in Base64. */
function plainValue(value: AttributeValue): unknown {
  if (value.M !== undefined) return { M: plainImage(value.M) }
  if (value.L !== undefined) return { L: value.L.map(plainValue) }
  if (value.B !== undefined) return { B: base64(value.B) }
  if (value.BS !== undefined) return { BS: value.BS.map(base64) }
  return value
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
