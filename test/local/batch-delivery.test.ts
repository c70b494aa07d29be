import { expect, test } from 'vitest'
import { deliverBatch, type FailedAttempt } from '../../local/batch-delivery.ts'
import type { InvocationResult } from '../../local/function-instance.ts'
import type { LambdaRecord } from '../../local/stream-event.ts'

const record = (sequence: number): LambdaRecord => ({
  eventID: String(sequence),
  eventName: 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'cn-north-1',
  eventSourceARN: 'stream',
  dynamodb: {
    ApproximateCreationDateTime: 0,
    Keys: {},
    SequenceNumber: String(sequence),
    SizeBytes: 1,
    StreamViewType: 'NEW_IMAGE',
  },
})
const sequenceOf = ({ dynamodb }: LambdaRecord) => Number(dynamodb.SequenceNumber)
const succeeded = (payload: unknown = null): InvocationResult => ({ ok: true, payload })
const crashed: InvocationResult = { ok: false, error: { errorType: 'Error', errorMessage: 'x', trace: '' } }
const failing = (...sequences: (number | string)[]) =>
  succeeded({ batchItemFailures: sequences.map((one) => ({ itemIdentifier: String(one) })) })

type Settings = { reportsItemFailures?: boolean; bisects?: boolean; retriesMax?: number }

/** Delivers 1…count; `answer` sees the batch and how often the function was called before. */
async function deliver(
  count: number,
  answer: (sequences: number[], calls: number) => InvocationResult,
  settings: Settings = {},
) {
  const calls: number[][] = []
  const done: number[] = []
  const givenUp: { sequences: number[]; failure: FailedAttempt }[] = []
  const records = Array.from({ length: count }, (_, index) => record(index + 1))
  await deliverBatch(records, {
    invoke: async (batch) => {
      const sequences = batch.map(sequenceOf)
      calls.push(sequences)
      return answer(sequences, calls.length - 1)
    },
    reportsItemFailures: true,
    bisects: true,
    retriesMax: 2,
    ...settings,
    onDone: (last) => done.push(sequenceOf(last)),
    onGivenUp: (batch, failure) => givenUp.push({ sequences: batch.map(sequenceOf), failure }),
    signal: new AbortController().signal,
  })
  return { calls, done, givenUp }
}

test.each([[null], [{}], [{ batchItemFailures: [] }], [{ batchItemFailures: null }]])(
  'takes the answer %j for success',
  async (payload) => {
    expect(await deliver(3, () => succeeded(payload))).toEqual({ calls: [[1, 2, 3]], done: [3], givenUp: [] })
  },
)

test('tries again from the lowest record that the function reports, and not what is before it', async () => {
  const { calls, done } = await deliver(5, (_, before) => (before === 0 ? failing(4, 3) : succeeded()))
  expect(calls).toEqual([
    [1, 2, 3, 4, 5],
    [3, 4, 5],
  ])
  expect(done).toEqual([2, 5])
})

test('ignores reported records where the mapping does not ask for them', async () => {
  const { calls } = await deliver(3, () => failing(2), { reportsItemFailures: false })
  expect(calls).toEqual([[1, 2, 3]])
})

test('an error halves the batch until the record to blame is alone; what is behind it is delivered', async () => {
  const { calls, done, givenUp } = await deliver(5, (sequences) => (sequences.includes(3) ? crashed : succeeded()))
  expect(givenUp).toEqual([{ sequences: [3], failure: { attempts: 3, functionError: true } }])
  expect(calls.filter((batch) => batch.length === 1)).toEqual([[3], [3], [3]])
  expect(done).toEqual([2, 3, 5])
})

test('a record that is reported to the end is given up alone; what is behind it is delivered', async () => {
  const answer = (sequences: number[]) => (sequences.includes(2) ? failing(2) : succeeded())
  const { done, givenUp } = await deliver(4, answer)
  expect(givenUp).toEqual([{ sequences: [2], failure: { attempts: 3, functionError: false } }])
  expect(done).toEqual([1, 2, 3, 4])
})

test('without bisection the whole batch is given up after its retries', async () => {
  const { calls, givenUp } = await deliver(3, () => crashed, { bisects: false })
  expect(calls.length).toBe(3)
  expect(givenUp).toEqual([{ sequences: [1, 2, 3], failure: { attempts: 3, functionError: true } }])
})

test('an answer that is not understood fails the whole batch', async () => {
  const answer = (_: number[], before: number) =>
    [succeeded('what'), failing('unknown'), succeeded()][before] ?? crashed
  const { calls } = await deliver(1, answer)
  expect(calls).toEqual([[1], [1], [1]])
})

test('a closing back end leaves a batch for the next start', async () => {
  const stop = new AbortController()
  const done: number[] = []
  const delivery = deliverBatch([record(1)], {
    invoke: async () => {
      stop.abort()
      return crashed
    },
    reportsItemFailures: true,
    bisects: true,
    retriesMax: 0,
    onDone: (last) => done.push(sequenceOf(last)),
    onGivenUp: () => done.push(0),
    signal: stop.signal,
  })
  await expect(delivery).rejects.toThrow('aborted')
  expect(done).toEqual([])
})
