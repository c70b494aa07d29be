import { consumers } from '../consumers.ts'
import type { Consumer, StreamReaderName } from './rows.ts'

export type ConsumerName<Kind extends Consumer['kind']> = Extract<(typeof consumers)[number], { kind: Kind }>['name']

/** Names of the consumers for which a shared reader reads. */
export type ConsumerOf<Reader extends StreamReaderName> = Extract<
  (typeof consumers)[number],
  { readonly functionName: Reader }
>['name']

/** The row of a consumer by its name. */
export function consumerRow<Kind extends Consumer['kind']>(kind: Kind, name: ConsumerName<Kind>) {
  const row = consumers.find((each) => each.kind === kind && each.name === name)
  if (!row) throw new Error(`No ${kind} consumer ${name}`)
  return row as Consumer as Extract<Consumer, { kind: Kind }>
}
