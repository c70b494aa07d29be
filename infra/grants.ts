import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { DataStack } from './data-stack.ts'
import type { FunctionSpec, TableGrant } from './functions.ts'
import { imagePrefix } from './image-bucket.ts'
import { type SecretNeed, secretNeeds } from './needs.ts'
import { indexesOf } from './tables.ts'

/** ConditionCheckItem is with the reads: what a decision read and does not write goes into its transaction as a check. */
const readActions = [
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:GetItem',
  'dynamodb:Query',
] as const
const writeActions = [...readActions, 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'] as const

/** What the rows of a function allow it, and nothing else: its tables with their indexes by name, and its secrets. */
export function dataStatements(spec: FunctionSpec, data: DataStack): PolicyStatement[] {
  const tables = spec.grants.map((grant) => tableStatement(grant, data))
  const secretArns = secretNeeds(spec.needs).map((need) => secretArnOf(need, data))
  return [
    ...tables,
    ...(secretArns.length === 0 ? [] : [statementOf('secretsmanager:GetSecretValue', secretArns)]),
    ...(spec.needs.includes('images')
      ? [statementOf('s3:PutObject', [data.images.arnForObjects(`${imagePrefix}*`)])]
      : []),
    ...(spec.needs.includes('image-reading')
      ? [statementOf('s3:GetObject', [data.images.arnForObjects(`${imagePrefix}*`)])]
      : []),
  ]
}

const statementOf = (action: string, resources: string[]) => new PolicyStatement({ actions: [action], resources })

function tableStatement(grant: TableGrant, data: DataStack): PolicyStatement {
  const { tableArn } = tableOf(grant.table, data)
  const indexArns = indexesOf(grant.table).map((index) => `${tableArn}/index/${index.name}`)
  return new PolicyStatement({
    actions: [...(grant.access === 'write' ? writeActions : readActions)],
    resources: [tableArn, ...indexArns],
  })
}

export function tableOf(name: TableGrant['table'], data: DataStack) {
  const table = data.tables.get(name)
  if (table === undefined) throw new Error(`The data stack has no table "${name}".`)
  return table
}

export function streamArnOf(name: TableGrant['table'], data: DataStack): string {
  const { tableStreamArn } = tableOf(name, data)
  if (tableStreamArn === undefined) throw new Error(`The table "${name}" has no stream.`)
  return tableStreamArn
}

export function secretArnOf(need: SecretNeed, data: DataStack): string {
  const secret = data.secrets.get(need)
  if (secret === undefined) throw new Error(`The data stack has no secret for "${need}".`)
  return secret.secretArn
}
