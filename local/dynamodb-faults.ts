/** One call of a function to DynamoDB. */
export type DynamoCall = {
  readonly functionName: string
  readonly operation: string
  readonly tables: readonly string[]
}

/**
 * What may go wrong with a call, for tests. `transaction-conflict` (TransactWriteItems only) and `throttled`: refused,
 * nothing written. `answer-lost`: written, and the connection breaks before the answer.
 */
export type DynamoFault = 'transaction-conflict' | 'throttled' | 'answer-lost'
export type DynamoFaults = (call: DynamoCall) => DynamoFault | undefined

export type ErrorReply = { readonly status: number; readonly body: Readonly<Record<string, unknown>> }

/** DynamoDB's own answer to a call that the fault refuses; `undefined` for a fault that lets it through. */
export function refusalOf(fault: DynamoFault, itemCount: number): ErrorReply | undefined {
  switch (fault) {
    case 'transaction-conflict': {
      const reasons = Array.from({ length: itemCount }, (_, index) =>
        index === 0
          ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }
          : { Code: 'None' },
      )
      const codes = reasons.map(({ Code }) => Code).join(', ')
      return dynamoError('com.amazonaws.dynamodb.v20120810#TransactionCanceledException', {
        Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
        CancellationReasons: reasons,
      })
    }
    case 'throttled':
      return dynamoError('com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException', {
        message: 'The level of configured provisioned throughput for the table was exceeded.',
      })
    case 'answer-lost':
      return undefined
  }
}

export function dynamoError(type: string, fields: Readonly<Record<string, unknown>>): ErrorReply {
  return { status: 400, body: { __type: type, ...fields } }
}
