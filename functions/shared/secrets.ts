import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type * as z from 'zod'

/** A function has 10 s to start; an answer that takes longer than this is not worth waiting for. */
const connectTimeoutMs = 1_000
const answerTimeoutMs = 3_000

/**
 * Reads one secret (a JSON text) from Secrets Manager. Meant for a function's start, once; nothing is kept.
 * The host, region and credentials come from the environment as the SDK reads it (`AWS_ENDPOINT_URL_SECRETS_MANAGER` too).
 * Throws when the secret is absent, is no JSON or has not the schema's shape; the message never shows the value.
 */
export async function readSecret<Schema extends z.ZodType>(arn: string, schema: Schema): Promise<z.output<Schema>> {
  const text = await fetchSecretText(arn)
  const parsed = schema.safeParse(parseJson(arn, text))
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || '(root)')
  throw new Error(`The secret ${arn} has a wrong shape at: ${fields.join(', ')}`)
}

async function fetchSecretText(arn: string): Promise<string> {
  const client = new SecretsManagerClient({
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      requestTimeout: answerTimeoutMs,
      throwOnRequestTimeout: true,
    },
  })
  try {
    const { SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: arn }))
    if (text === undefined) throw new Error(`The secret ${arn} holds no text`)
    return text
  } finally {
    client.destroy()
  }
}

function parseJson(arn: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own message quotes the text, which is the secret.
    throw new Error(`The secret ${arn} is no JSON`)
  }
}
