import type { Log, LogFields } from './context.ts'

/**
 * One JSON line per message on the standard output, where Lambda takes it to CloudWatch, which can then be asked by field.
 * Our own: Powertools' logger would be 21 kB of every function for these three calls.
 */
export function createLog(service: string): Log {
  const write = (level: 'INFO' | 'WARN' | 'ERROR', message: string, about: LogFields) => {
    // The fixed fields last: no field of the caller takes their place.
    const line = { ...about, level, message, service, timestamp: new Date().toISOString() }
    process.stdout.write(`${JSON.stringify(line)}\n`)
  }
  return {
    info: (message, about = {}) => write('INFO', message, about),
    warn: (message, about = {}) => write('WARN', message, describe(about)),
    error: (message, about = {}) => write('ERROR', message, describe(about)),
  }
}

/** Name, message and stack of an error: never its other fields, in which SDKs keep requests and their bodies. */
function describe({ error, ...about }: LogFields & { readonly error?: unknown }): LogFields {
  if (error === undefined) return about
  if (!(error instanceof Error)) return { ...about, error: 'not an Error' }
  return { ...about, errorName: error.name, errorMessage: error.message, errorStack: error.stack }
}
