import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { SecretPlan } from './data-plan.ts'
import { dynamoError, type ErrorReply } from './dynamodb-faults.ts'
import { BootError } from './errors.ts'

export type SecretStore = {
  /** The ARN of the secret that a call names; `undefined` when there is none. */
  arnOf(body: unknown): string | undefined
  /** Answers GetSecretValue for a secret whose ARN `arnOf` told. */
  answer(arn: string | undefined): ErrorReply
}

const getSecretValue = z.looseObject({ SecretId: z.string() })

/**
 * Holds the secrets of the template. `values`: name or logical id → secret string.
 * @throws BootError when a secret has no value.
 */
export function openSecrets(plans: readonly SecretPlan[], values: Readonly<Record<string, string>>): SecretStore {
  const versionId = randomUUID()
  const missing = plans.filter(({ name, logicalId }) => (values[name] ?? values[logicalId]) === undefined)
  if (missing.length > 0) throw new BootError(`No value for the secrets ${missing.map(({ name }) => name).join(', ')}.`)
  return {
    arnOf: (body) => {
      const id = getSecretValue.safeParse(body).data?.SecretId
      return plans.find(({ arn, name }) => id === arn || id === name)?.arn
    },
    answer: (arn) => {
      const secret = plans.find((plan) => plan.arn === arn)
      if (secret === undefined) {
        return dynamoError('ResourceNotFoundException', {
          Message: "Secrets Manager can't find the specified secret.",
        })
      }
      const { name, logicalId } = secret
      const value = values[name] ?? values[logicalId]
      const version = { VersionId: versionId, VersionStages: ['AWSCURRENT'] }
      return { status: 200, body: { ARN: secret.arn, Name: name, SecretString: value, ...version } }
    },
  }
}
