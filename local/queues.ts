import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { QueuePlan } from './data-plan.ts'

/** Queues as files of JSON lines: what is sent stays, and can be read by a person. */
export type Queues = {
  /** @throws Error when the template has no such queue. */
  send(arn: string, message: unknown): void
  /** Name of a queue → its messages, oldest first. */
  readonly messages: () => Readonly<Record<string, readonly unknown[]>>
}

export function openQueues(folder: string, plans: readonly QueuePlan[]): Queues {
  const queueFolder = join(folder, 'queues')
  mkdirSync(queueFolder, { recursive: true })
  const fileOf = ({ name }: QueuePlan) => join(queueFolder, `${name}.jsonl`)
  return {
    send: (arn, message) => {
      const queue = plans.find((plan) => plan.arn === arn)
      if (queue === undefined) throw new Error(`There is no queue ${arn}.`)
      appendFileSync(fileOf(queue), `${JSON.stringify(message)}\n`)
    },
    messages: () => Object.fromEntries(plans.map((queue) => [queue.name, readLines(fileOf(queue))])),
  }
}

function readLines(file: string): unknown[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line))
}
