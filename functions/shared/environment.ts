import { randomInt } from 'node:crypto'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { monotonicFactory } from 'ulid'
import { idPrefixes } from '../../domain/shared/ids.ts'
import { indexes } from '../indexes.ts'
import type { Context } from './context.ts'
import { createDynamoDatabase } from './dynamo-database.ts'
import { createLog } from './log.ts'
import type { TableName } from './storage.ts'

/** The value of an environment variable that infra gives; a missing one is a missing need or table in a row. */
export function environment(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`No ${name} in the environment: does the row name it?`)
  return value
}

/** DynamoDB answers in milliseconds. A call that hangs is given up and sent again by the SDK, under the same token, well
 *  before a caller's phone gives up. */
const connectionTimeoutMs = 1_000
const requestTimeoutMs = 3_000

const tableOf = (table: TableName) => environment(`TABLE_${table.toUpperCase()}`)

const codeAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The context of a function in Lambda: DynamoDB, the real clock, real randomness. Made once, in INIT. */
export function createContext(service: string): Context {
  const ulid = monotonicFactory()
  return {
    db: createDynamoDatabase(dynamoDb(), tableOf, indexes),
    now: () => new Date().toISOString(),
    newId: (kind) => `${idPrefixes[kind]}_${ulid()}`,
    randomCode: (length) => Array.from({ length }, () => codeAlphabet.charAt(randomInt(codeAlphabet.length))).join(''),
    pause: (upToMs) => new Promise((resolve) => setTimeout(resolve, Math.random() * upToMs)),
    log: createLog(service),
  }
}

let client: DynamoDBClient | undefined

/** One for all contexts of a function: one connection to be made at a cold start. */
function dynamoDb(): DynamoDBClient {
  client ??= new DynamoDBClient({
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
  })
  return client
}
