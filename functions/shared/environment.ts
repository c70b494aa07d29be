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

const tableOf = (table: TableName) => environment(`TABLE_${table.toUpperCase()}`)

const codeAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The context of a function in Lambda: DynamoDB, the real clock, real randomness. Made once, in INIT. */
export function createContext(service: string): Context {
  const ulid = monotonicFactory()
  return {
    db: createDynamoDatabase(new DynamoDBClient({}), tableOf, indexes),
    now: () => new Date().toISOString(),
    newId: (kind) => `${idPrefixes[kind]}_${ulid()}`,
    randomCode: (length) => Array.from({ length }, () => codeAlphabet.charAt(randomInt(codeAlphabet.length))).join(''),
    pause: (upToMs) => new Promise((resolve) => setTimeout(resolve, Math.random() * upToMs)),
    log: createLog(service),
  }
}
