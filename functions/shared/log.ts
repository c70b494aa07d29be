import { Logger } from '@aws-lambda-powertools/logger'
import type { Log } from './context.ts'

/** JSON lines through Powertools, so that CloudWatch can be asked by field. */
export function createLog(service: string): Log {
  const logger = new Logger({ serviceName: service })
  return {
    info: (message, about = {}) => logger.info(message, about),
    warn: (message, about = {}) => logger.warn(message, about),
    error: (message, { error, ...about } = {}) => logger.error(message, { ...about, ...describe(error) }),
  }
}

/** Name, message and stack of an error: never its other fields, in which SDKs keep requests and their bodies. */
function describe(error: unknown) {
  if (error === undefined) return {}
  if (!(error instanceof Error)) return { error: 'not an Error' }
  return { errorName: error.name, errorMessage: error.message, errorStack: error.stack }
}
