import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import type { StreamConsumer } from '../functions/shared/rows.ts'
import type { StreamHandler } from '../functions/shared/stream.ts'
import type { FakeDatabase } from './fake-database.ts'
import type { Change } from './fake-tables.ts'
import type { Faults } from './faults.ts'
import { hash32, type Random } from './random.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** Records of one delivery; small, so that batches of a small world end at different places. */
const batchMax = 5
const lanesMax = 3
const pollMaxMs = 2_000
const retryMaxMs = 5_000

/** Which events of which table's stream a consumer takes. */
type Wish = Pick<StreamConsumer, 'source' | 'events'>

/** Delivers recorded events to the consumers: at least once, in order per item, everything else by chance. */
export type StreamDelivery = {
  /** `rows`: the consumers for which the handler reads. */
  attach(rows: readonly Wish[], handler: StreamHandler): void
  /** Whether something is still to be delivered. */
  isBusy(): boolean
}

type Options = {
  readonly clock: VirtualClock
  readonly random: Random
  readonly faults: Faults
  readonly database: FakeDatabase
}

export function createStreamDelivery(options: Options): StreamDelivery {
  const { random, database } = options
  let undelivered = 0
  let sequence = 0
  const count = (records: number) => {
    undelivered += records
  }
  return {
    attach(rows, handler) {
      const deliver = createDeliverer(options, count)
      const lanes = Array.from({ length: random.between(1, lanesMax) }, () => deliver(handler, []))
      database.onChange((change) => {
        if (!rows.some((row) => isFor(row, change))) return
        lanes[hash32(change.key.pk) % lanes.length]?.(record(change, ++sequence))
      })
    },
    isBusy: () => undelivered > 0,
  }
}

/** What the event source mapping's filter lets through: new items of the types named. */
function isFor(row: Wish, { key, before, after }: Change): boolean {
  const eventType = after?.eventType
  return key.table === row.source && !before && typeof eventType === 'string' && row.events.includes(eventType)
}

const record = ({ after }: Change, sequence: number): DynamoDBRecord => ({
  eventID: String(sequence),
  dynamodb: {
    SequenceNumber: String(sequence),
    // The Lambda types and the SDK describe one shape under two names.
    NewImage: marshall(after) as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'] & object,
  },
})

/** A lane takes records and delivers them in their order, one batch after another. */
type Lane = (record: DynamoDBRecord) => void

function createDeliverer({ clock, random, faults }: Options, count: (records: number) => void) {
  let stalledUntilMs = 0
  /** A consumer that is held up, as when its function is throttled, goes on with all lanes at once. */
  const pollMs = () => {
    if (random.chance(faults.stall)) stalledUntilMs = clock.nowMs() + random.int(faults.stallMaxMs)
    return stalledUntilMs > clock.nowMs() ? stalledUntilMs - clock.nowMs() : random.int(pollMaxMs)
  }
  const startLane = (handler: StreamHandler, first: readonly DynamoDBRecord[]): Lane => {
    const queue = [...first]
    let isRunning = false
    const wake = (inMs: number) => {
      if (isRunning || queue.length === 0) return
      isRunning = true
      clock.after(inMs, () => void run())
    }
    const run = async () => {
      const batch = queue.slice(0, random.between(1, batchMax))
      const done = await attempt(handler, batch)
      queue.splice(0, done)
      count(-done)
      if (done === batch.length && random.chance(faults.redelivery)) redeliver(handler, batch)
      isRunning = false
      wake(done < batch.length ? random.int(retryMaxMs) : pollMs())
    }
    count(first.length)
    wake(pollMs())
    return (added) => {
      queue.push(added)
      count(1)
      wake(pollMs())
    }
  }
  /** How many of the batch are done, so far as Lambda knows. */
  const attempt = async (handler: StreamHandler, batch: readonly DynamoDBRecord[]) => {
    if (random.chance(faults.crash)) {
      // Some of it has taken effect, and Lambda knows of none.
      await handler({ Records: batch.slice(0, random.between(0, batch.length)) })
      return 0
    }
    const { batchItemFailures } = await handler({ Records: [...batch] })
    const [failure] = batchItemFailures
    return failure
      ? batch.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === failure.itemIdentifier)
      : batch.length
  }
  /** Once more, on a lane of its own: at once or so late that others have overtaken it. */
  const redeliver = (handler: StreamHandler, batch: readonly DynamoDBRecord[]) => {
    count(1)
    const late = random.chance(0.5) ? random.int(faults.redeliveryMaxMs) : 0
    clock.after(late, () => {
      startLane(handler, batch)
      count(-1)
    })
  }
  return startLane
}
